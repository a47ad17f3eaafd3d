/** ONNX models of a few nodes in a row, encoded by hand: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3 */

export interface Node {
  readonly operator: string;
  readonly attributes?: Readonly<Record<string, number | string>>;
  /** x is the second operand, too. */
  readonly withX?: boolean;
}

const OPSET = 20;
const IR_VERSION = 9;
const FLOAT = 1;

/** A field of a protobuf message: a whole number, a float, or something with a length. */
type Field = readonly [number: number, value: number | { readonly float: number } | string | Uint8Array];

/** The model of nodes that follow each other, from "x" to "y", both of n elements. */
export function model(nodes: readonly Node[], n: number): Uint8Array {
  const value = (name: string) => {
    const shape = message([[1, message([[1, n]])]]);
    const tensor = message([
      [1, FLOAT],
      [2, shape],
    ]);
    return message([
      [1, name],
      [2, message([[1, tensor]])],
    ]);
  };
  const nameAfter = (i: number) => (i < 0 ? "x" : i === nodes.length - 1 ? "y" : `t${i}`);
  const graph = message([
    ...nodes.map((each, i): Field => [1, node(each, nameAfter(i - 1), nameAfter(i))]),
    [2, "graph"],
    [11, value("x")],
    [12, value("y")],
  ]);
  return message([
    [1, IR_VERSION],
    [7, graph],
    [8, message([[2, OPSET]])],
  ]);
}

function node({ operator, attributes = {}, withX }: Node, input: string, output: string): Uint8Array {
  const inputs: Field[] = [[1, input], ...(withX ? [[1, "x"] as const] : [])];
  const list = Object.entries(attributes).map(([name, value]): Field => [5, attribute(name, value)]);
  return message([...inputs, [2, output], [4, operator], ...list]);
}

function attribute(name: string, value: number | string): Uint8Array {
  const fields: Field[] =
    typeof value === "string"
      ? [
          [4, value],
          [20, 3],
        ]
      : [
          [2, { float: value }],
          [20, 1],
        ];
  return message([[1, name], ...fields]);
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
