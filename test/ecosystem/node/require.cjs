const { sigmoid } = require("lanewise");

const [y] = sigmoid(Float32Array.of(0));
if (y !== 0.5) throw new Error(`expected 0.5, got ${y}`);
