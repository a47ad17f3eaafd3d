/**
 * One number for the bits of every function, forward and gradients, on the same inputs: equal in
 * every engine. Plain JavaScript, since a page imports it as it is.
 */
export function digests(lanewise) {
  const results = {};
  for (const [name, op] of Object.entries(lanewise)) {
    if (typeof op !== "function" || op.spec?.name !== name) continue;
    for (const [type, Floats] of Object.entries({ f32: Float32Array, f64: Float64Array })) {
      const x = inputs(Floats, 4096, 1);
      const required = requiredBy(op.spec);
      const shaped = op.spec.gradient && !op.slopes ? { shape: [16, 256] } : {};
      const options = { ...required, ...shaped, ...(op.slopes && { training: true }) };
      const alpha = op.spec.gradient && op.gradAlpha && inputs(Floats, 256, 3);
      const operands = alpha ? [x, alpha] : [x];
      if (LOSSES[name]) {
        for (const [kind, others, given] of LOSSES[name](inputs(Floats, 4096, 2), options)) {
          results[`${name} ${kind} ${type}`] = digest(op(x, ...others, given));
          results[`${name}.grad ${kind} ${type}`] = digest(op.grad(x, ...others, given));
        }
        continue;
      }
      const y = op(...operands, options);
      const dy = inputs(Floats, y.length, 2);
      results[`${name} ${type}`] = digest(y);
      results[`${name}.grad ${type}`] = digest(op.grad(...operands, dy, options));
      if (alpha) results[`${name}.gradAlpha ${type}`] = digest(op.gradAlpha(...operands, dy, options));
      if (op.gradFromOutput) results[`${name}.gradFromOutput ${type}`] = digest(op.gradFromOutput(x, dy, options));
      if (op.valueAndDerivative) Object.assign(results, furtherDigests(op, type, x, dy, options));
      if (op.slopes) results[`${name}.slopes ${type}`] = digest(op.slopes(x, options));
    }
  }
  return results;
}

/** Values for what has no default. */
function requiredBy({ parameters = {} }) {
  const names = Object.keys(parameters).filter((name) => parameters[name].default === undefined);
  return Object.fromEntries(names.map((name) => [name, name === "pieces" ? 2 : 0.5]));
}

/** Members that only elementwise functions have. */
function furtherDigests(op, type, x, dy, options) {
  const { name, parameters } = op.spec;
  const results = {};
  results[`${name}.valueAndDerivative ${type}`] = digest(op.valueAndDerivative(x, options).derivative);
  results[`${name}.grad, accumulated ${type}`] = digest(
    op.grad(x, dy, { ...options, out: dy.slice(), accumulate: true }),
  );
  for (const parameter of Object.keys(parameters)) {
    const total = op[`grad${parameter[0].toUpperCase()}${parameter.slice(1)}`];
    if (total) results[`${name}, gradient of ${parameter} ${type}`] = digest(Float64Array.of(total(x, dy, options)));
  }
  return results;
}
const labels = Int32Array.from({ length: 16 }, (_, i) => (i === 5 ? -100 : 17 * i));
/** A loss has the same operands as its gradient: labels or targets, and options. */
const LOSSES = {
  softmaxCrossEntropy: (dy, options) => [
    ["labels", [labels], options],
    ["smoothed", [labels], { ...options, labelSmoothing: 0.1 }],
    ["targets", [dy.map(Math.abs)], options],
  ],
  sigmoidCrossEntropy: (dy) => [["targets", [dy.map((v) => Math.abs(v) / 20)], undefined]],
};

function inputs(Floats, n, seed) {
  let state = seed;
  return Floats.from({ length: n }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32 - 0.5) * 40;
  });
}

/** FNV-1a over the bytes. The bits of a NaN are the engine's choice: all count as one. */
function digest(array) {
  const canonical = array.map((value) => (Number.isNaN(value) ? Number.NaN : value));
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(canonical.buffer)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash;
}
