import { disposed } from "../core/disposed.js";
import { message } from "../core/errors.js";
import { bufferOf, type ElementType, type FloatArray, lengthOf, offsetOf, typeOf } from "../core/types.js";
import { ONES_BYTES } from "./abi.js";
import { engine } from "./engine.js";
import type { Instance } from "./kernels.js";
import { moduleOf } from "./module.js";

export const PAGE = 65_536;

/**
 * One linear memory with the kernels that have been called there. A page at its start holds what the kernels
 * need besides their operands; what the owner hands out starts after it. Threads that share a memory
 * have a page each.
 */
export interface Home extends Instance {
  readonly buffer: ArrayBufferLike;
  readonly f32: Float32Array<ArrayBufferLike>;
  readonly f64: Float64Array<ArrayBufferLike>;
  /** The start of that page: the places below count from there. */
  readonly page: number;
}

/** 64 bytes of ones, the gradient of a derivative (assembly/map.ts). */
export const ONES = { f32: 64, f64: 128 } as const;
/** The state that row kernels and sums carry from piece to piece (assembly/rows.ts, assembly/total.ts). */
export const ROW_STATE = 256;
/** A gradient on its way to what it is added to. */
export const SCRATCH = PAGE / 4;
export const SCRATCH_BYTES = PAGE / 4;
/** Slopes and sums of channels: as many as fit. */
export const CHANNELS = PAGE / 2;
export const CHANNELS_BYTES = PAGE / 2;

/** The place of an array in a home. */
export interface Place {
  readonly home: Home;
  readonly address: number;
}

/** The place of an array that a Workspace has handed out. */
export interface KnownPlace extends Place {
  readonly type: ElementType;
  readonly length: number;
}

const homes = new WeakMap<ArrayBufferLike, Home>();
/** Made with the first of these arrays: a program without a Workspace looks for none. */
let places: WeakMap<object, KnownPlace> | undefined;

export function createHome(op: string, pages: number): Home {
  const { Memory } = engine(op);
  return settle(new Memory({ initial: pages, maximum: pages }), moduleOf);
}

/** The home that a thread has in a memory of many, with the page at `page` for its own. */
export function joinHome(modules: Instance["moduleOf"], memory: WebAssembly.Memory, page: number): Home {
  return settle(memory, modules, page);
}

/**
 * The home in a memory that somebody else owns, with 64 KiB at `page` that the kernels may use. Growing gives a memory
 * another buffer: adopt it again then, with the home that it had, whose kernels are still good.
 */
export function adoptMemory(
  modules: Instance["moduleOf"],
  memory: WebAssembly.Memory,
  page: number,
  former?: Home,
): Home {
  return settle(memory, modules, page, former?.instances, former?.found);
}

/** Runs `make`, and says what to do where the engine has no room for a memory of so many bytes. */
export function reserve<T>(op: string, argument: string, bytes: number, make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const expected = `memory that the engine can reserve, ${bytes} bytes`;
    // Node 20: a memory takes 10 GiB of addresses, or its own size with this option.
    const remedy =
      "dispose Workspaces that are no longer needed; where addresses are limited, as by ulimit -v, run Node with --disable-wasm-trap-handler";
    throw new RangeError(message(op, argument, expected, `"${cause.message}"`, remedy), { cause });
  }
}

/** Detaches every array in the memory for good. */
export function detachHome(home: Home): void {
  disposed.add(home.buffer);
  homes.delete(home.buffer);
  home.memory.grow(0);
}

/** The home over the same memory with its arrays detached, so that none can read what comes next. */
export function renewHome(home: Home): Home {
  detachHome(home);
  return settle(home.memory, home.moduleOf, 0, home.instances);
}

/** Remembers an array's place: an engine answers a weak map three times faster than `.buffer`. */
export function remember(array: FloatArray, home: Home): void {
  places ??= new WeakMap();
  places.set(array, { home, address: offsetOf(array), type: typeOf(array) as ElementType, length: lengthOf(array) });
}

/** The place of what a Workspace has handed out and not taken back: an array that cannot have changed since. */
export function knownPlaceOf(value: unknown): KnownPlace | undefined {
  return places?.get(value as object);
}

/** Forgets an array, so that it no longer keeps the home. */
export function forget(array: FloatArray): void {
  places?.delete(array);
}

/** The place of an array, if it lies in a home. All have the first page before them. */
export function placeOf(array: FloatArray): Place | undefined {
  const address = offsetOf(array);
  if (address < PAGE) return undefined;
  const place = places?.get(array);
  if (place) return place;
  const home = homes.get(bufferOf(array));
  return home && { home, address };
}

/** The home that all of the arrays lie in. */
export function homeOfAll(x: FloatArray, out: FloatArray, dy: FloatArray = x): Home | undefined {
  const home = placeOf(x)?.home;
  return home && placeOf(out)?.home === home && placeOf(dy)?.home === home ? home : undefined;
}

/** Forgets a memory that is shared or of another owner and cannot be detached: from now on its arrays are like any other. */
export function leaveHome({ buffer }: Home): void {
  homes.delete(buffer);
}

function settle(
  memory: WebAssembly.Memory,
  moduleOf: Instance["moduleOf"],
  page = 0,
  instances: Instance["instances"] = new Map(),
  found: Instance["found"] = [],
): Home {
  const { buffer } = memory;
  const home: Home = {
    memory,
    buffer,
    moduleOf,
    instances,
    found,
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
    page,
  };
  const ones = { f32: (page + ONES.f32) / 4, f64: (page + ONES.f64) / 8 };
  home.f32.fill(1, ones.f32, ones.f32 + ONES_BYTES / 4);
  home.f64.fill(1, ones.f64, ones.f64 + ONES_BYTES / 8);
  homes.set(buffer, home);
  return home;
}
