import type { Campaign } from "../campaign.js";
import { calls } from "./calls.js";
import { hostile } from "./hostile.js";
import { refusals } from "./refusals.js";
import { threads } from "./threads.js";
import { workspace } from "./workspace.js";

/** All campaigns, in the order in which they run. */
export const campaigns: readonly Campaign[] = [calls, refusals, hostile, workspace, threads];
