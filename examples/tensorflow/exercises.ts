/** The exercises of the tutorials: `npm run exercises`; `-- --out DIR` for the pictures, `--quick` for a short run. */

import { mkdirSync } from "node:fs";
import { customActivation } from "./exercises/custom.js";
import { dyingRelu } from "./exercises/dying-relu.js";
import { gradientFlow } from "./exercises/gradient-flow.js";
import { comparePerformance } from "./exercises/performance.js";
import { readOptions } from "./support/command-line.js";
import { start } from "./support/tensorflow.js";

const { out, quick } = readOptions({ out: "exercises-out" });
mkdirSync(out, { recursive: true });
// Operations of TensorFlow.js as they are, to be compared with.
const lanewise = await start({ replace: "none" });

comparePerformance(lanewise, quick);
await customActivation(lanewise, quick);
await dyingRelu(lanewise, out, quick);
gradientFlow(lanewise, out);
