const { sigmoid } = require("lanewise");

test("sigmoid of 0", () => {
  expect([...sigmoid(Float32Array.of(0))]).toEqual([0.5]);
});
