import type { ShapedSpec, Spec } from "lanewise";
import * as lanewise from "lanewise";

/** Every function and member of the package, with types loose enough to call any of them with anything. */

export type FloatArray = Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;
export type ElementType = "f32" | "f64";
export type Callable = ((...args: readonly unknown[]) => unknown) & { batch(...args: readonly unknown[]): unknown };
export type Operand = "x" | "y" | "dy" | "alpha" | "labels" | "targets";
export type AnySpec = Spec | ShapedSpec;

export interface Subject {
  /** As messages name it, such as `gelu.grad`. */
  readonly name: string;
  readonly member: string;
  readonly call: Callable;
  readonly spec: AnySpec;
  readonly operands: readonly Operand[];
  readonly result: "array" | "number" | "pair";
  readonly options: readonly string[];
}

const SHAPE = ["shape", "axis"];
const GRADIENT = ["accumulate"];

interface Member {
  readonly operands: readonly Operand[];
  readonly options?: readonly string[];
  readonly result?: "number" | "pair";
}

type Members = Readonly<Record<string, Member>>;

const loss = (options: readonly string[]): Members => ({
  "": { operands: ["x", "targets"], options },
  grad: { operands: ["x", "targets"], options: [...options, ...GRADIENT] },
});

/** The members of each kind of function; the function itself has no name here. */
const KINDS: Readonly<Record<AnySpec["kind"], Members>> = {
  elementwise: {
    "": { operands: ["x"] },
    derivative: { operands: ["x"] },
    valueAndDerivative: { operands: ["x"], result: "pair" },
    grad: { operands: ["x", "dy"], options: GRADIENT },
    gradFromOutput: { operands: ["y", "dy"], options: GRADIENT },
    gradAlpha: { operands: ["x", "dy"], result: "number" },
    gradBeta: { operands: ["x", "dy"], result: "number" },
    gradNegativeSlope: { operands: ["x", "dy"], result: "number" },
  },
  rowwise: {
    "": { operands: ["x"], options: SHAPE },
    grad: { operands: ["x", "dy"], options: [...SHAPE, ...GRADIENT] },
    gradFromOutput: { operands: ["y", "dy"], options: [...SHAPE, ...GRADIENT] },
  },
  reduction: {
    "": { operands: ["x"], options: SHAPE },
    grad: { operands: ["x", "dy"], options: [...SHAPE, ...GRADIENT] },
  },
  resizing: {
    "": { operands: ["x"], options: SHAPE },
    grad: { operands: ["x", "dy"], options: [...SHAPE, ...GRADIENT] },
  },
  prelu: {
    "": { operands: ["x", "alpha"], options: SHAPE },
    grad: { operands: ["x", "alpha", "dy"], options: [...SHAPE, ...GRADIENT] },
    gradAlpha: { operands: ["x", "alpha", "dy"], options: [...SHAPE, ...GRADIENT] },
  },
  rrelu: {
    "": { operands: ["x"], options: ["training", "offset"] },
    grad: { operands: ["x", "dy"], options: ["training", "offset", ...GRADIENT] },
    slopes: { operands: ["x"], options: ["training", "offset"] },
  },
  "cross-entropy": loss(SHAPE),
  "element-loss": loss([]),
};

interface Function extends Callable {
  readonly spec: AnySpec;
}

/** Functions under their first names; aliases are the same objects. */
export const functions: readonly Function[] = [
  ...new Set(Object.values(lanewise).filter((value) => "spec" in value) as unknown as Function[]),
];

export const subjects: readonly Subject[] = functions.flatMap((f) =>
  Object.entries<Member>(KINDS[f.spec.kind]).flatMap(([member, { operands, options = [], result }]) => {
    const call = member === "" ? f : (f as unknown as Readonly<Record<string, Callable>>)[member];
    if (call === undefined) return [];
    const name = member === "" ? f.spec.name : `${f.spec.name}.${member}`;
    const about = { name, member, call, spec: f.spec, options, result: result ?? "array" } as const;
    const subject: Subject = { ...about, operands };
    // Labels are another way to call the losses of rows.
    const labelled: Subject = { ...about, operands: ["x", "labels"] };
    return f.spec.kind === "cross-entropy" ? [subject, labelled] : [subject];
  }),
);

/** Members that no campaign calls. */
export const unknownMembers: readonly string[] = functions.flatMap((f) =>
  Object.keys(f)
    .filter((key) => key !== "batch" && key !== "spec" && !(key in KINDS[f.spec.kind]))
    .map((key) => `${f.spec.name}.${key}`),
);
