/** ONNX models of a few nodes, encoded by hand: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3 */

export interface Node {
  readonly operator: string;
  /** A number is a float, a bigint an integer. */
  readonly attributes?: Readonly<Record<string, number | bigint | string>>;
  /** Names, or numbers: a scalar float, or a list of one integer. Default: the previous node's output. */
  readonly inputs?: readonly (string | number | bigint)[];
  /** Default: a name of its own, "t0" of the first node; of the last, "y". */
  readonly outputs?: readonly string[];
}

export interface Surroundings {
  /** Of the input "x". */
  readonly shape: readonly number[];
  /** Arrays of floats that belong to the model, by name. */
  readonly constants?: Readonly<Record<string, Float32Array>>;
}

const OPSET = 20;
const IR_VERSION = 9;
const FLOAT = 1;
const INT64 = 7;

/** A field of a protobuf message: an integer, a float, or bytes with a length. */
type Field = readonly [number: number, value: number | { readonly float: number } | string | Uint8Array];

/** The model of nodes, in order, from "x" to "y". */
export function model(nodes: readonly Node[], { shape, constants = {} }: Surroundings): Uint8Array {
  const outputsOf = (i: number) => nodes[i]!.outputs ?? [i === nodes.length - 1 ? "y" : `t${i}`];
  const scalars = nodes.flatMap(({ inputs = [] }) => inputs.filter((input) => typeof input !== "string"));
  const graph = message([
    ...nodes.map((each, i): Field => [1, node(each, i === 0 ? "x" : outputsOf(i - 1)[0]!, outputsOf(i))]),
    [2, "graph"],
    ...Object.entries(constants).map(([name, values]): Field => [5, tensor(name, [values.length], values)]),
    ...[...new Set(scalars)].map((value): Field => [5, scalar(value)]),
    [11, value("x", shape)],
    [12, value("y")],
  ]);
  return message([
    [1, IR_VERSION],
    [7, graph],
    [8, message([[2, OPSET]])],
  ]);
}

/** A name and a type; the runtime infers the shape where none is given. */
function value(name: string, shape?: readonly number[]): Uint8Array {
  const dimensions = shape?.map((size): Field => [1, message([[1, size]])]);
  const type: Field[] = [[1, FLOAT], ...(dimensions ? [[2, message(dimensions)] as const] : [])];
  return message([
    [1, name],
    [2, message([[1, message(type)]])],
  ]);
}

function scalar(value: number | bigint): Uint8Array {
  const name = scalarName(value);
  return typeof value === "bigint"
    ? tensor(name, [1], BigInt64Array.of(value))
    : tensor(name, [], Float32Array.of(value));
}

function scalarName(value: number | bigint): string {
  return `${typeof value} ${value}`;
}

function tensor(name: string, shape: readonly number[], { buffer }: Float32Array | BigInt64Array): Uint8Array {
  const type = name.startsWith("bigint") ? INT64 : FLOAT;
  return message([...shape.map((size): Field => [1, size]), [2, type], [8, name], [9, new Uint8Array(buffer)]]);
}

function node({ operator, attributes = {}, inputs }: Node, before: string, outputs: readonly string[]): Uint8Array {
  const names = (inputs ?? [before]).map((input) => (typeof input === "string" ? input : scalarName(input)));
  return message([
    ...names.map((name): Field => [1, name]),
    ...outputs.map((name): Field => [2, name]),
    [4, operator],
    ...Object.entries(attributes).map(([name, value]): Field => [5, attribute(name, value)]),
  ]);
}

/** The value is in the field of its type, and the type's number in field 20. */
function attribute(name: string, value: number | bigint | string): Uint8Array {
  const typed: Readonly<Record<string, readonly [Field, Field]>> = {
    number: [
      [2, { float: Number(value) }],
      [20, 1],
    ],
    bigint: [
      [3, Number(value)],
      [20, 2],
    ],
    string: [
      [4, String(value)],
      [20, 3],
    ],
  };
  return message([[1, name], ...typed[typeof value]!]);
}

function message(fields: readonly Field[]): Uint8Array {
  const bytes: number[] = [];
  for (const [number, value] of fields) {
    if (typeof value === "number") bytes.push(...varint(number << 3), ...varint(value));
    else if (typeof value === "object" && "float" in value) {
      bytes.push(...varint((number << 3) | 5), ...new Uint8Array(Float32Array.of(value.float).buffer));
    } else {
      const content = typeof value === "string" ? new TextEncoder().encode(value) : value;
      for (const part of [varint((number << 3) | 2), varint(content.length), content]) bytes.push(...part);
    }
  }
  return Uint8Array.from(bytes);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}
