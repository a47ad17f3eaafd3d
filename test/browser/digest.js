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
      const dy = inputs(Floats, 4096, 2);
      const options = op.spec.gradient ? { shape: [16, 256] } : undefined;
      const alpha = op.spec.gradient && op.gradAlpha && inputs(Floats, 256, 3);
      const operands = alpha ? [x, alpha] : [x];
      results[`${name} ${type}`] = digest(op(...operands, options));
      results[`${name}.grad ${type}`] = digest(op.grad(...operands, dy, options));
      if (alpha) results[`${name}.gradAlpha ${type}`] = digest(op.gradAlpha(...operands, dy, options));
      if (op.gradFromOutput) results[`${name}.gradFromOutput ${type}`] = digest(op.gradFromOutput(x, dy, options));
      if (op.valueAndDerivative) Object.assign(results, furtherDigests(op, type, x, dy, options));
    }
  }
  return results;
}

/** What elementwise functions have beside. */
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
