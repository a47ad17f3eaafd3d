import { readFileSync } from "node:fs";
import { init, sigmoid } from "lanewise/core";

// Without its kernels a function says what to do; with them it works.

let message = "";
try {
  sigmoid(Float32Array.of(0));
} catch (error) {
  message = String(error);
}
if (!/sigmoid: "kernels" .* await init\(/.test(message)) throw new Error(`unexpected: ${message}`);
await init(WebAssembly.compile(readFileSync(new URL(import.meta.resolve("lanewise/lanewise.wasm")))));
const [y] = sigmoid(Float32Array.of(0));
if (y !== 0.5) throw new Error(`expected 0.5, got ${y}`);
