import { Failure } from "../core/failure.js";
import type { Streams } from "../core/streams.js";
import {
  ARRAYS,
  computedIn,
  decode,
  type ElementType,
  type FloatType,
  type Stored,
  storedFloat,
} from "../io/element-types.js";
import type { Fingerprint } from "../io/fingerprint.js";
import { type Identity, identityOfStream, sameFile } from "../io/identity.js";
import { type ArrayHeader, checkShape, lengthOf, type NpyHeader } from "../io/npy.js";
import { type Checksum, checkedSink, fileSink, type Headers, type Sink, streamSink } from "../io/sink.js";
import { type NpySource, openNpy, streamSource } from "../io/source.js";
import { targetAt } from "../io/target.js";
import type { Range } from "./blocks.js";
import type { Engine } from "./engine.js";
import { type Asked, axisIn, checkFunction, type Layout, type Operation, operationOf } from "./operation.js";
import { type Input, transform } from "./transform.js";

/** The computation, and the file to do it on. */
export interface Request extends Omit<Asked, "grad" | "alpha"> {
  /** A path, or `-` for raw values from stdin. */
  readonly input: string;
  /** A path: dx is computed, and this is dy. */
  readonly grad?: string;
  /** The slope of prelu, or the path of a file of slopes. */
  readonly alpha?: number | string;
  /** The type to write, and to compute in; of stdin, the type of its values. */
  readonly dtype?: FloatType;
  /** Of stdin: the sizes of a row; the number of rows is however many come. */
  readonly shape?: readonly number[];
}

export interface Output {
  /** A path, or `-` for raw values to stdout. */
  readonly path: string;
  /** True if a file may take the place of one that is there; default false. */
  readonly overwrite?: boolean;
  readonly engine: Engine;
  readonly onProgress?: (elements: number) => void;
  /** Makes a file of these rows alone, without a header. */
  readonly part?: PartOutput;
}

export interface PartOutput {
  readonly range: Range;
  /** Called before the file gets its name. */
  readonly onChecksum: (checksum: Checksum) => void;
}

/** A request whose files are open and whose arguments are all right. */
export interface Plan {
  readonly name: string;
  /** The type that results are written as. */
  readonly type: FloatType;
  /** Sizes of x; without the first one if x is stdin. */
  readonly shape: readonly number[];
  /** How many parts the work can be split into: elements, or slices before the axis. None known of stdin. */
  readonly rows: number | undefined;
  /** Elements of x. */
  readonly elements: number | undefined;
  /** The array of all results. */
  readonly result: ArrayHeader | undefined;
  /** The files that are read: none of them may be written. */
  readonly inputs: readonly Identity[];
  fingerprints(): Promise<Readonly<Record<string, Fingerprint>>>;
  /** Computes, and returns the number of elements of x that were read, and the sizes of what was written. */
  run(output: Output): Promise<{ readonly elements: number; readonly shape: readonly number[] }>;
  close(): Promise<void>;
}

/**
 * Opens the input and checks everything that can be checked before a byte is written.
 *
 * @throws {Failure}
 */
export async function plan(request: Request, streams: Streams): Promise<Plan> {
  checkFunction({ ...request, grad: request.grad !== undefined, alpha: [] });
  if (request.input === "-") {
    if (!request.dtype) throw new Failure("stdin has no header: --dtype f32, f64 or f16 says what its values are", 2);
    if (request.grad !== undefined) throw new Failure("--grad takes x from a file, too, not from stdin", 2);
  }
  const files = await openFiles(request);
  try {
    const { x } = files;
    return await (x
      ? planFile(request, { ...files, x }, streams)
      : planStream(request, request.dtype!, files, streams));
  } catch (cause) {
    await closeFiles(files);
    throw cause;
  }
}

/** The files of a request, by the names that manifests have for them. */
interface Files {
  readonly x?: NpySource;
  readonly dy?: NpySource;
  readonly alpha?: NpySource;
}

async function openFiles({ input, grad, alpha }: Request): Promise<Files> {
  const files: { x?: NpySource; dy?: NpySource; alpha?: NpySource } = {};
  try {
    if (input !== "-") files.x = await openNpy(input);
    if (grad !== undefined) files.dy = await openNpy(grad);
    if (typeof alpha === "string") files.alpha = await openNpy(alpha);
    return files;
  } catch (cause) {
    await closeFiles(files);
    throw cause;
  }
}

async function closeFiles(files: Files): Promise<void> {
  await Promise.all(Object.values(files).map((file: NpySource) => file.close()));
}

async function planFile(request: Request, files: Files & { readonly x: NpySource }, streams: Streams): Promise<Plan> {
  const { x: source, dy } = files;
  const { header } = source;
  const written = request.dtype ?? header.stored.type;
  const type = computedIn(written);
  const operation = await operationFor(request, type, files, header.shape);
  if (header.fortranOrder && !operation.elementwise) {
    const remedy = 'np.save("y.npy", np.ascontiguousarray(x))';
    throw new Failure(`${request.input}: Fortran order, but ${operation.name} needs rows: ${remedy}`);
  }
  const layout = operation.layout(header.shape);
  if (dy) checkGradient(dy, { ...header, shape: layout.shape });
  const shape = operation.grad ? header.shape : layout.shape;
  const all = Object.entries(files) as [string, NpySource][];
  const inputs = all.map(([, { identity }]) => identity);
  return {
    name: operation.name,
    type: written,
    shape: header.shape,
    rows: layout.outer,
    elements: lengthOf(header.shape),
    result: { type: written, shape, fortranOrder: header.fortranOrder },
    inputs,
    async fingerprints() {
      const found = all.map(async ([name, file]) => [name, await file.fingerprint()] as const);
      return Object.fromEntries(await Promise.all(found));
    },
    async run({ part, ...output }) {
      const range = part?.range ?? { first: 0, end: layout.outer };
      const perRow = (operation.grad ? layout.n : layout.made) * layout.inner;
      // A part of an array has no shape of its own.
      const sizes = part ? [(range.end - range.first) * perRow] : shape;
      const made: ArrayHeader = { type: written, shape: sizes, fortranOrder: header.fortranOrder };
      const sink = part
        ? await checkedSink(await targetAt(output.path, true, inputs), part.onChecksum)
        : await openSink(output, inputs, streams, { header: () => made, largest: made });
      const x: Input = { source, stored: header.stored };
      const flow = { operation, layout, range, type, written, x, sink, ...output };
      await completed(sink, async () => {
        await transform(dy ? { ...flow, dy: { source: dy, stored: dy.header.stored } } : flow);
        for (const [, file] of all) await file.checkUnchanged();
      });
      return { elements: (range.end - range.first) * layout.n * layout.inner, shape: sizes };
    },
    close: () => closeFiles(files),
  };
}

/** The same of stdin, whose length is known when it ends. */
async function planStream(request: Request, written: FloatType, files: Files, streams: Streams): Promise<Plan> {
  const { shape = [] } = request;
  const type = computedIn(written);
  const stored = storedFloat(written);
  const operation = await operationFor(request, type, files, [1, ...shape]);
  if (!operation.elementwise && shape.length === 0) {
    throw new Failure(`${operation.name} needs rows: --columns says how long they are, or --shape`, 2);
  }
  try {
    checkShape([1, ...shape]);
  } catch (cause) {
    throw new Failure(`--shape: ${(cause as Failure).message}`, 2);
  }
  const each = lengthOf(shape);
  const one = operation.layout([1, ...shape]);
  if (operation.layout([2, ...shape]).outer === one.outer) {
    throw new Failure("--axis 0 runs along the rows of stdin, of which there are however many come", 2);
  }
  const layout: Layout = { ...one, outer: Number.POSITIVE_INFINITY };
  const stream = streams.stdin();
  const file = identityOfStream(stream);
  const inputs = [...Object.values(files).map(({ identity }: NpySource) => identity), ...(file ? [file] : [])];
  const source = streamSource(stream);
  return {
    name: operation.name,
    type: written,
    shape,
    rows: undefined,
    elements: undefined,
    result: undefined,
    inputs,
    fingerprints: async () => ({}),
    async run(output) {
      let bytes: number | undefined;
      const onEnd = (count: number) => {
        bytes ??= checkWhole(count, stored, each);
      };
      const shaped = (rows: number): ArrayHeader => {
        const { shape: sizes } = operation.layout([rows, ...shape]);
        return { type: written, shape: sizes, fortranOrder: false };
      };
      const rows = () => (bytes ?? 0) / stored.bytes / each;
      const largest = shaped(Math.floor(Number.MAX_SAFE_INTEGER / each));
      const sink = await openSink(output, inputs, streams, { header: () => shaped(rows()), largest });
      const x: Input = { source, stored, onEnd };
      const range = { first: 0, end: layout.outer };
      await completed(sink, () => transform({ operation, layout, range, type, written, x, sink, ...output }));
      return { elements: rows() * each, shape: shaped(rows()).shape };
    },
    async close() {
      await closeFiles(files);
      await source.close();
    },
  };
}

async function operationFor(
  request: Request,
  type: ElementType,
  { alpha: file }: Files,
  shape: readonly number[],
): Promise<Operation> {
  const { alpha, grad, ...asked } = request;
  const slopes = file ? await slopesIn(file, type, request, shape) : typeof alpha === "number" ? [alpha] : undefined;
  return operationOf({ ...asked, grad: grad !== undefined, alpha: slopes }, type);
}

/** Reads a file of slopes: of one, or of one for each index along the axis. */
async function slopesIn(
  { header, read }: NpySource,
  type: ElementType,
  { op, axis = -1 }: Request,
  shape: readonly number[],
): Promise<ArrayLike<number>> {
  const { stored } = header;
  const count = lengthOf(header.shape);
  const size = count === 1 ? 1 : shape[axisIn(op, shape, axis)];
  // More are not even read.
  if (count !== size) {
    const others = size === 1 ? "" : `, or ${size}, one for each index along the axis`;
    throw new Failure(`${op}: --alpha expected 1 slope${others}, got ${count}`, 2);
  }
  const raw = new Uint8Array(count * stored.bytes);
  await read(raw, 0);
  const slopes = new ARRAYS[type](count);
  decode(stored, raw, slopes);
  return slopes;
}

function checkGradient({ path, header: got }: NpySource, { shape, fortranOrder }: NpyHeader): void {
  const text = (sizes: readonly number[]) => `(${sizes.join(", ")})`;
  if (text(got.shape) !== text(shape)) {
    throw new Failure(`${path}: expected shape ${text(shape)}, which the result has, got ${text(got.shape)}`);
  }
  if (got.fortranOrder !== fortranOrder) {
    const order = (fortran: boolean) => (fortran ? "Fortran order" : "C order");
    throw new Failure(
      `${path}: the order of its elements is ${order(got.fortranOrder)}, IN has ${order(fortranOrder)}`,
    );
  }
}

/** The bytes of whole rows of so many elements. */
function checkWhole(bytes: number, { bytes: size }: Stored, row: number): number {
  const value = bytes % size;
  if (value > 0) throw new Failure(`stdin: ends within a value: ${value} of its ${size} bytes are there`);
  const left = (bytes / size) % row;
  if (left > 0) throw new Failure(`stdin: ends within a row: ${left} of its ${row} values are there`);
  return bytes;
}

async function openSink(
  { path, overwrite = false }: Pick<Output, "path" | "overwrite">,
  inputs: readonly Identity[],
  { stdout }: Streams,
  headers: Headers,
): Promise<Sink> {
  if (path !== "-") return fileSink(await targetAt(path, overwrite, inputs), headers);
  const file = identityOfStream(stdout);
  if (file && inputs.some((input) => sameFile(input, file))) {
    throw new Failure("stdout: is an input, too; write to another file", 2);
  }
  return streamSink(stdout);
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
