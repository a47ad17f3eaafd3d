import { probe } from "./probe.js";

const found = probe();

/** Answers whoever asks: a page's message, or its connection with a shared worker. */
const answer = async ({ ports: [port] }) => port.postMessage(await found);

if ("onconnect" in globalThis) globalThis.onconnect = answer;
else globalThis.onmessage = answer;
