// Replays the calls of a plan (plan.ts) with the built module and times them, as driver.c does with the
// translated kernels. For each number of a case on the standard input: nanoseconds, and a hash of the whole memory.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [planFile, imageFile, sample, time] = process.argv.slice(2);
const image = readFileSync(imageFile);
const memory = new WebAssembly.Memory({ initial: image.length / 65_536 });
const bytes = new Uint8Array(memory.buffer);
const words = new Int32Array(memory.buffer);
const module = new WebAssembly.Module(readFileSync(new URL("../../build/lanewise.wasm", import.meta.url)));
const { exports } = new WebAssembly.Instance(module, { env: { memory } });

const cases = readFileSync(planFile, "utf8")
  .split(/^case\n/m)
  .slice(1)
  .map(compile);

/** The calls as source: nothing stands between the timer and the kernels. */
function compile(text) {
  const calls = text
    .trim()
    .split("\n")
    .map((line) => {
      const [name, ...numbers] = line.split(" ");
      if (name !== "copy") return `kernels.${name}(${numbers.join(", ")});`;
      const [to, from, size] = numbers.map(Number);
      return `bytes.set(bytes.subarray(${from}, ${from + size}), ${to});`;
    });
  return new Function("kernels", "bytes", `return () => { ${calls.join(" ")} };`)(exports, bytes);
}

function now() {
  return performance.now() * 1e6;
}

function measure(run) {
  let passes = 0;
  let begin = now();
  do {
    run();
    passes++;
  } while (now() - begin < Number(time));
  const repeats = Math.floor((Number(sample) * passes) / (now() - begin)) + 1;
  const samples = [];
  begin = now();
  do {
    const from = now();
    for (let i = 0; i < repeats; i++) run();
    samples.push((now() - from) / repeats);
  } while (now() - begin < Number(time));
  return samples.sort((a, b) => a - b)[samples.length >> 1];
}

function hash() {
  let value = 2166136261;
  for (let i = 0; i < words.length; i++) value = Math.imul(value ^ words[i], 16777619);
  return value >>> 0;
}

for await (const line of createInterface(process.stdin)) {
  const run = cases[Number(line)];
  bytes.set(image);
  run();
  const bits = hash();
  console.log(`${measure(run).toFixed(3)} ${bits}`);
}
