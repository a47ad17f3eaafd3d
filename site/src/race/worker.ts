import { race } from "./contest.js";

addEventListener("message", ({ data }) => race(data, (answer) => postMessage(answer)));
