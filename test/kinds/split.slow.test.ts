import { testSamples } from "./split-samples.js";

testSamples(2 ** 16);
