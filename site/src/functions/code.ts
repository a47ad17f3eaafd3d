import { type AnyFunction, byKind } from "../../../catalogue/functions.js";
import { type Chosen, valuesOf } from "./chosen.js";

/** The call of a function as TypeScript to copy. */
export function codeOf(chosen: Chosen): string {
  const { name } = chosen.f.spec;
  return `import { ${name} } from "lanewise";\n\n${linesOf(chosen.f, literal(valuesOf(chosen))).join("\n")}`;
}

function linesOf(f: AnyFunction, values: string): readonly string[] {
  const { name } = f.spec;
  const x = "const x = Float32Array.of(-2, -1, 0, 1, 2, 3);";
  const dy = "const dy = new Float32Array(6).fill(1);";
  const options = values ? `, { ${values} }` : "";
  const shaped = `, { shape: [2, 3]${values ? `, ${values}` : ""} }`;
  return byKind(f, {
    elementwise: () => [
      x,
      dy,
      "",
      `const y = ${name}(x${options});`,
      `const slope = ${name}.derivative(x${options});`,
      `const dx = ${name}.grad(x, dy${options});`,
    ],
    rowwise: () => [
      `${x} // two rows`,
      dy,
      "",
      `const y = ${name}(x${shaped});`,
      `const dx = ${name}.grad(x, dy${shaped});`,
    ],
    reduction: () => [
      `${x} // two rows`,
      "",
      `const y = ${name}(x${shaped}); // a number for each row`,
      `const dx = ${name}.grad(x, y.map(() => 1)${shaped});`,
    ],
    resizing: () => {
      const options = `, { shape: [1, 6]${values ? `, ${values}` : ""} }`;
      return [x, "", `const y = ${name}(x${options});`, `const dx = ${name}.grad(x, y.map(() => 1)${options});`];
    },
    prelu: () => [
      x,
      dy,
      "const alpha = Float32Array.of(0.25);",
      "",
      `const y = ${name}(x, alpha);`,
      `const dx = ${name}.grad(x, alpha, dy);`,
      `const dalpha = ${name}.gradAlpha(x, alpha, dy);`,
    ],
    rrelu: () => [
      x,
      dy,
      "",
      `const y = ${name}(x, { training: true, seed: 1 });`,
      `const dx = ${name}.grad(x, dy, { training: true, seed: 1 });`,
    ],
    "cross-entropy": () => [
      `${x} // the logits of two rows`,
      "const labels = Int32Array.of(0, 2);",
      "",
      `const losses = ${name}(x, labels, { shape: [2, 3] });`,
      `const dx = ${name}.grad(x, labels, { shape: [2, 3] });`,
    ],
    "element-loss": () => [
      `${x} // logits`,
      "const targets = Float32Array.of(0, 0, 0, 1, 1, 1);",
      "",
      `const losses = ${name}(x, targets);`,
      `const dx = ${name}.grad(x, targets);`,
    ],
  });
}

function literal(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ");
}
