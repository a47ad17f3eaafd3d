import { expect } from "vitest";
import { uniform } from "./arrays.js";
import { expectTrue } from "./bounds.js";
import type { Call, ElementType, FloatArray, Options } from "./call.js";

/** Elements of x in calls that are to be refused. */
export const N = 6;

export function operandsOf(call: Call, type: ElementType): FloatArray[] {
  return call.lengths(N).operands.map((length, k) => uniform(type, length, 2, k + 1));
}

/** A message about an argument of the call; `expected` and `got` are patterns. */
export function saying(call: Call, argument: string, expected: string, got: string): RegExp {
  const name = call.name.replaceAll(".", "\\.");
  return new RegExp(`^${name}: "${argument}" expected ${expected}, got ${got}`);
}

/** Runs the call, which must throw so and change no byte of any memory that it was given. */
export function refuses(
  call: Call,
  operands: readonly unknown[],
  options: unknown,
  kind: ErrorConstructor,
  message: RegExp,
): void {
  const out = typeof options === "object" ? (options as Options | null)?.out : undefined;
  const views = [...operands, out].filter((each) => ArrayBuffer.isView(each));
  const memories = views.filter(({ byteLength }) => byteLength > 0).map(({ buffer }) => new Uint8Array(buffer));
  const before = memories.map((bytes) => bytes.slice());
  let error: unknown;
  try {
    call.raw(operands as FloatArray[], options);
  } catch (thrown) {
    error = thrown;
  }
  if (!(error instanceof kind && error.name === kind.name && message.test(error.message))) {
    expect(error).toBeInstanceOf(kind);
    expect((error as Error).name).toBe(kind.name);
    expect((error as Error).message).toMatch(message);
  }
  const kept = memories.every((bytes, i) => Buffer.compare(bytes, before[i]!) === 0);
  expectTrue(kept, () => "memory has been written to");
}
