import { compareHalves } from "./halves.js";

const { count, failures } = await compareHalves();
if (count < 1000 || failures.length > 0) {
  throw new Error(`${failures.length} of ${count} comparisons failed: ${failures.slice(0, 20).join("; ")}`);
}
console.log(`${count} comparisons`);
