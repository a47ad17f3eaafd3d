import type { Campaign } from "../campaign.js";
import { calls } from "./calls.js";
import { commandLine } from "./command-line.js";
import { hostile } from "./hostile.js";
import { memory } from "./memory.js";
import { npy } from "./npy.js";
import { refusals } from "./refusals.js";
import { streams } from "./streams.js";
import { threads } from "./threads.js";
import { workspace } from "./workspace.js";

/** All campaigns, in the order in which they run. */
export const campaigns: readonly Campaign[] = [
  calls,
  refusals,
  hostile,
  workspace,
  threads,
  streams,
  npy,
  commandLine,
  memory,
];
