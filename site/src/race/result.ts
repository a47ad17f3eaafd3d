import { ALL, type Order, SIZES, type Size, type Times } from "./contest.js";

/** A result as text and as part of a link. */

export interface Result {
  readonly size: Size;
  readonly gradients: boolean;
  readonly machine: string;
  readonly rows: ReadonlyMap<string, Times>;
}

const WAYS = ["workspace", "dropIn", "plain", "tensorflow", "threads"] as const;

/** The engine and the number of cores, in short. */
export function machine(): string {
  const [, name = "a browser", version = ""] =
    /(Firefox|Edg|Chrome|Version)\/([\d]+)/.exec(navigator.userAgent.replace(/Chrome\/\d+.*(?=Edg)/, "")) ?? [];
  const engine = name === "Version" ? "Safari" : name === "Edg" ? "Edge" : name;
  return `${engine} ${version}, ${navigator.hardwareConcurrency} cores`;
}

export function asText({ size, gradients, machine, rows }: Result): string {
  const lines = [...rows].map(([name, times]) => {
    const others = WAYS.filter((way) => way !== "plain" && times[way] !== undefined).map(
      (way) => `${NAMES[way]} ${ratio(times.plain / times[way]!)}`,
    );
    return `${name}${gradients ? ".grad" : ""}: ${others.join(", ")}`;
  });
  const head = `lanewise, times as fast as the best plain loop (f32, ${size} elements; ${machine})`;
  return [head, ...lines].join("\n");
}

export const NAMES: Readonly<Record<keyof Times, string>> = {
  workspace: "Workspace",
  dropIn: "drop-in",
  plain: "plain loop",
  tensorflow: "TensorFlow.js wasm",
  threads: "all threads",
};

export function ratio(value: number): string {
  return `${value >= 10 ? value.toFixed(0) : value.toFixed(1)}×`;
}

/** `relu:0.1:0.2:1,…`: nanoseconds per element, in the order of WAYS. */
export function asQuery({ rows }: Result): string {
  return [...rows].map(([name, times]) => [name, ...WAYS.map((way) => times[way] ?? "")].join(":")).join(",");
}

export function fromQuery(text: string): ReadonlyMap<string, Times> | undefined {
  const rows = text.split(",").map((part): [string, Times] | undefined => {
    const [name = "", ...values] = part.split(":");
    const entries = WAYS.flatMap((way, i) => (values[i] ? [[way, Number(values[i])] as const] : []));
    const times = Object.fromEntries(entries) as unknown as Times;
    const whole = [times.workspace, times.dropIn, times.plain].every((ns) => ns > 0 && ns < 1e6);
    return ALL.includes(name) && whole && entries.every(([, ns]) => ns > 0) ? [name, times] : undefined;
  });
  return rows.every((row) => row !== undefined) ? new Map(rows) : undefined;
}

export const isSize = (text: string): text is Size => text in SIZES;
export type { Order };
