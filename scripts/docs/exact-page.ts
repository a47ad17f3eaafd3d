import type { Outcome, Outcomes } from "../../accuracy/rounding/record.js";
import { FUNCTIONS } from "../../accuracy/rounding/subjects.js";
import { DIRECTIONS, type Direction } from "../../accuracy/subjects.js";
import type { Speeds, Times } from "../../bench/exact/record.js";
import { heading } from "../../bench/report.js";

const ALL = 2 ** 32;

/** docs/exact.md, from the outcomes in docs/exact.json and the times in docs/exact-speed.json. */
export function exactPage(outcomes: Outcomes, speeds: Speeds | undefined): string {
  return [HEAD, proof(outcomes), HOW, ...(speeds ? [times(speeds)] : [])].join("\n\n").concat("\n");
}

function times({ environment, n, functions }: Speeds): string {
  const header = [
    "Function",
    ...["Value", "Gradient"].flatMap((title) => [`${title}: ns`, "÷ main entry", "plain loop ÷"]),
  ];
  const cells = ({ exact, fast, plain }: Times) =>
    [exact, exact / fast, plain / exact].map((value) => value.toFixed(2));
  const rows = Object.entries(functions).map(([name, { value, derivative }]) => [
    `\`${name}\``,
    ...cells(value),
    ...cells(derivative),
  ]);
  const table = [header, header.map((_, i) => (i === 0 ? "---" : "---:")), ...rows];
  return [
    "## Time",
    `Nanoseconds per element, that time divided by the main entry's, and the plain loop's time divided by it: the least of
many turns, one after the other on the same ${n} elements in a Workspace. ${heading(environment)}, on a busy machine:
ratios are to be trusted, times are not.`,
    table.map((row) => `| ${row.join(" | ")} |`).join("\n"),
  ].join("\n\n");
}

const HEAD = `# Correct rounding

Made by \`npm run docs\` from [exact.json](exact.json), which \`npm run exact\` makes.

\`lanewise/exact\` has the elementwise functions with f32 results that are correctly rounded: each is the f32 nearest to the
exact value, ties to even, at default parameters. Correctly rounded results are the same in every language and on every
machine: [exact-vectors.json](exact-vectors.json) has the hardest inputs of each function and derivative that the runs below
have found, with their results, as bits in hexadecimal. Other implementations can be checked against them.

- **Parameters** other than the defaults: the error is at most 0.5 + 2⁻¹⁰ ULP.
- **Gradients** are dy·f′(x), computed in f64 and rounded once. \`derivative\` is correctly rounded.
- **Rows**: softmax, logSoftmax and logSumExp are computed in f64 and rounded once; softmax is within 0.51 ULP, the
  logarithms are within 0.51 ULP or 2⁻⁵⁰. Their gradients are rounded once, too.
- \`swish\` and \`celu\` have the kernels of \`silu\` and \`elu\` at their defaults. The functions that are not in the table are
  the functions of the main entry, which need no more than one rounding.
- **Gradients of parameters**, such as \`swish.gradBeta\`, are sums: they are the main entry's.`;

function proof(outcomes: Outcomes): string {
  const cell = (outcome: Outcome | undefined) => {
    if (!outcome) return ["", "not run", ""];
    return [String(outcome.wrong.length), inputsOf(outcome), String(outcome.decided)];
  };
  const columns = (direction: Direction) => [
    direction === "value" ? "Value: wrong" : "Derivative: wrong",
    "inputs",
    "at 60 digits",
  ];
  const header = ["Function", ...DIRECTIONS.flatMap(columns)];
  const rows = FUNCTIONS.map((name) => [`\`${name}\``, ...DIRECTIONS.flatMap((each) => cell(outcomes[name]?.[each]))]);
  const table = [header, header.map((_, i) => (i === 0 ? "---" : "---:")), ...rows];
  const runs = new Set(
    Object.values(outcomes).flatMap((each) => Object.values(each).map((run) => heading(run.environment))),
  );
  const all = Object.values(outcomes).every((each) => Object.values(each).every(({ inputs }) => inputs === ALL));
  return [
    "## Wrong roundings",
    all
      ? `All 2³² inputs of each function and derivative. ${[...runs].join("; ")}.`
      : `All 2³² inputs, or a sample of 2²⁵: one block of neighbours in 128. ${[...runs].join("; ")}.`,
    all
      ? `The runs found about twenty single inputs that were rounded the wrong way. They have been put right, and the kernels
compared again.`
      : `Single inputs that are rounded the wrong way are rare, and a sample may miss them: where the table says "sampled", 0
is what was found, not what is proven.`,
    table.map((cells) => `| ${cells.join(" | ")} |`).join("\n"),
  ].join("\n\n");
}

function inputsOf({ inputs }: Outcome): string {
  return inputs === ALL ? "2³²" : `sampled, 2${superscript(Math.log2(inputs))}`;
}

function superscript(n: number): string {
  return [...String(Math.round(n))].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");
}

const HOW = `## The proof

\`npm run exact -- --exhaustive\` calls the functions of the package on every f32. A reference that shares nothing with the
kernels (\`assembly/reference/\`: the definitions, with exp, expm1, log1p and tanh of AssemblyScript's library in float64)
gives an interval that holds the exact value, 2⁻⁴⁶ of its terms to either side. If both ends round to the f32 that the
kernel returned, it is the nearest. The few thousand inputs that are left, whose interval holds a tie or whose result
differs, are decided by the definitions at 60 digits (\`accuracy/exact.ts\`). A run that was stopped goes on where it was.`;
