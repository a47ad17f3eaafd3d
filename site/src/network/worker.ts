import { Runner } from "./runner.js";

const runner = new Runner((answer) => postMessage(answer));
addEventListener("message", ({ data }) => runner.take(data));
