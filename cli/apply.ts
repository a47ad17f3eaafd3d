import { readFile, stat } from "node:fs/promises";
import type { Range } from "./blocks.js";
import type { Engine } from "./engine.js";
import { about, Failure } from "./failure.js";
import { type ElementType, lengthOf, type NpyHeader, parseNpy, SIZES } from "./npy.js";
import { type Asked, type Layout, type Operation, operationOf } from "./operation.js";
import { checkTarget, type Headers, openFile, type Sink, streamSink } from "./sink.js";
import { type NpySource, openNpy, streamSource } from "./source.js";
import { type Input, transform } from "./transform.js";

/** What to compute of which file. */
export interface Request extends Omit<Asked, "grad" | "alpha"> {
  /** A path, or `-` for raw values from stdin. */
  readonly input: string;
  /** A path: dx is computed, and this is dy. */
  readonly grad?: string;
  /** The slope of prelu, or the path of a file of slopes. */
  readonly alpha?: number | string;
  /** What to convert the elements to while reading; of stdin, what they are. */
  readonly dtype?: ElementType;
  /** Of stdin: the sizes of a row, by which there are as many as come. */
  readonly shape?: readonly number[];
}

export interface Output {
  /** A path, or `-` for raw values to stdout. */
  readonly path: string;
  /** Whether a file may take the place of one that is there; default false. */
  readonly overwrite?: boolean;
  /** Only these rows; default all. */
  readonly range?: Range;
  /** Whether a file begins with a header, of an array of the range; default true. */
  readonly header?: boolean;
  readonly engine: Engine;
  readonly onProgress?: (elements: number) => void;
}

/** A request whose files are open and whose arguments are all right. */
export interface Plan {
  readonly name: string;
  readonly type: ElementType;
  /** Sizes of x, those of stdin without the first one. */
  readonly shape: readonly number[];
  /** Into how many parts the work can be split: elements, or slices in front of the axis. None known of stdin. */
  readonly rows: number | undefined;
  /** Elements of x. */
  readonly elements: number | undefined;
  /** The array of all results. */
  readonly result: NpyHeader | undefined;
  /** What tells the input from others, and from what it was before. */
  readonly identity: NpySource["identity"] | undefined;
  /** Computes, and returns the number of elements of x that were read, and the sizes of what was written. */
  run(output: Output): Promise<{ readonly elements: number; readonly shape: readonly number[] }>;
  close(): Promise<void>;
}

/**
 * Opens the input and checks everything that can be checked before a byte is written.
 *
 * @throws {Failure}
 */
export async function plan(request: Request): Promise<Plan> {
  if (request.input === "-") return planStream(request);
  const { source, dy } = await openInputs(request);
  try {
    const { header } = source;
    const type = request.dtype ?? header.type;
    const operation = await operationFor(request, type);
    if (header.fortranOrder && !operation.elementwise) {
      const remedy = "np.save(f, np.ascontiguousarray(x))";
      throw new Failure(`${request.input}: Fortran order, but ${operation.name} needs rows: ${remedy}`);
    }
    const layout = operation.layout(header.shape);
    if (dy) checkGradient(request.grad!, dy.header, { ...header, shape: layout.shape });
    const shape = operation.grad ? header.shape : layout.shape;
    return {
      name: operation.name,
      type,
      shape: header.shape,
      rows: layout.outer,
      elements: lengthOf(header.shape),
      result: { type, shape, fortranOrder: header.fortranOrder },
      identity: source.identity,
      async run({ range, header: withHeader = true, ...output }) {
        await checkOthers(output.path, [source, ...(dy ? [dy] : [])]);
        const rows = range ?? { first: 0, end: layout.outer };
        const perRow = (operation.grad ? layout.n : layout.made) * layout.inner;
        // A part of an array has no shape of its own.
        const written = range ? [(rows.end - rows.first) * perRow] : shape;
        const made: NpyHeader = { type, shape: written, fortranOrder: !range && header.fortranOrder };
        const sink = await openSink(output, withHeader ? { header: () => made, largest: made } : {});
        const x: Input = { source, type: header.type };
        const flow = { operation, layout, range: rows, type, x, sink, ...output };
        await completed(sink, () => transform(dy ? { ...flow, dy: { source: dy, type: dy.header.type } } : flow));
        return { elements: (rows.end - rows.first) * layout.n * layout.inner, shape: written };
      },
      async close() {
        await Promise.all([source.close(), dy?.close()]);
      },
    };
  } catch (cause) {
    await source.close();
    await dy?.close();
    throw cause;
  }
}

/** The same of stdin, whose length is known when it ends. */
async function planStream(request: Request): Promise<Plan> {
  const { dtype: type, shape = [], grad } = request;
  if (!type) throw new Failure("stdin has no header: --dtype f32 or f64 says what its values are", 2);
  if (grad) throw new Failure("--grad takes x from a file, too, not from stdin", 2);
  const operation = await operationFor(request, type);
  if (!operation.elementwise && shape.length === 0) {
    throw new Failure(`${operation.name} needs rows: --columns says how long they are, or --shape`, 2);
  }
  const each = lengthOf(shape);
  if (each < 1) throw new Failure(`--shape expected sizes > 0, got ${shape.join(",")}`, 2);
  const one = operation.layout([1, ...shape]);
  if (one.n * one.inner > each) throw new Failure("--axis 0 runs along the rows, which stdin has any number of", 2);
  const layout: Layout = { ...one, outer: Number.POSITIVE_INFINITY };
  const source = streamSource(process.stdin);
  return {
    name: operation.name,
    type,
    shape,
    rows: undefined,
    elements: undefined,
    result: undefined,
    identity: undefined,
    async run(output) {
      let bytes: number | undefined;
      const onEnd = (count: number) => {
        bytes ??= checkWhole(count, type, each);
      };
      const shaped = (rows: number): NpyHeader => {
        const { shape: sizes } = operation.layout([rows, ...shape]);
        return { type, shape: sizes, fortranOrder: false };
      };
      const rows = () => (bytes ?? 0) / SIZES[type] / each;
      const largest = shaped(Math.floor(Number.MAX_SAFE_INTEGER / each));
      const sink = await openSink(output, { header: () => shaped(rows()), largest });
      const x: Input = { source, type, onEnd };
      const range = { first: 0, end: layout.outer };
      await completed(sink, () => transform({ operation, layout, range, type, x, sink, ...output }));
      return { elements: rows() * each, shape: shaped(rows()).shape };
    },
    close: () => source.close(),
  };
}

async function openInputs({ input, grad }: Request): Promise<{ source: NpySource; dy?: NpySource }> {
  const source = await openNpy(input);
  if (grad === undefined) return { source };
  try {
    return { source, dy: await openNpy(grad) };
  } catch (cause) {
    await source.close();
    throw cause;
  }
}

async function operationFor(request: Request, type: ElementType): Promise<Operation> {
  const { alpha, grad, ...asked } = request;
  const slopes = typeof alpha === "string" ? await readArray(alpha) : alpha === undefined ? undefined : [alpha];
  return operationOf({ ...asked, grad: grad !== undefined, alpha: slopes }, type);
}

async function readArray(path: string) {
  try {
    return parseNpy(await readFile(path)).data;
  } catch (cause) {
    throw about(path, cause);
  }
}

function checkGradient(path: string, got: NpyHeader, { shape, fortranOrder }: NpyHeader): void {
  const text = (sizes: readonly number[]) => `(${sizes.join(", ")})`;
  if (text(got.shape) !== text(shape)) {
    throw new Failure(`${path}: expected shape ${text(shape)}, which the result has, got ${text(got.shape)}`);
  }
  if (shape.length > 1 && got.fortranOrder !== fortranOrder) {
    throw new Failure(`${path}: the order of its elements, C or Fortran, is not that of the input`);
  }
}

/** Refuses an output that is one of the inputs, by whatever name. */
async function checkOthers(path: string, inputs: readonly NpySource[]): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found && inputs.some(({ identity }) => identity.inode === found.ino && identity.device === found.dev)) {
    throw new Failure(`${path}: is an input, too; write to another file`, 2);
  }
}

/** The bytes of whole rows of so many elements. */
function checkWhole(bytes: number, type: ElementType, row: number): number {
  const value = bytes % SIZES[type];
  if (value > 0) throw new Failure(`stdin: ends within a value: ${value} of its ${SIZES[type]} bytes are there`);
  const left = (bytes / SIZES[type]) % row;
  if (left > 0) throw new Failure(`stdin: ends within a row: ${left} of its ${row} values are there`);
  return bytes;
}

async function openSink(
  { path, overwrite = false }: Pick<Output, "path" | "overwrite">,
  headers: Headers,
): Promise<Sink> {
  if (path === "-") return streamSink(process.stdout);
  await checkTarget(path, overwrite);
  return openFile(path, headers);
}

async function completed(sink: Sink, action: () => Promise<void>): Promise<void> {
  try {
    await action();
    await sink.finish();
  } catch (cause) {
    await sink.abandon();
    throw cause;
  }
}
