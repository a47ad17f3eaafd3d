import { digests } from "./digests.js";
import { changesBetween, readDigests, writeDigests } from "./record.js";

/** npm run golden: records the digests as they are now, and says what has changed. */

const now = digests();
const changes = changesBetween(readDigests(), now);
writeDigests(now);
console.log([...changes, `${Object.keys(now).length} digests, ${changes.length} changed`].join("\n"));
