import { cases } from "../../catalogue/timing/cases.js";
import { type Case, type ElementType, operands, ROW } from "../../catalogue/timing/inputs.js";
import { type Candidates, measureAsync, type Settings, type Timing } from "../../catalogue/timing/measure.js";
import type { Operands } from "../peers/peer.js";
import { check } from "./check.js";
import { Others, type Peers } from "./others.js";
import type { Direction, Row, Way } from "./row.js";
import { freshCall, layoutOf } from "./subjects.js";

/** A function and its gradient at one size: f32 compared with the libraries, f64 with the plain loops. */
export async function* compare(
  type: ElementType,
  name: string,
  size: number,
  peers: Peers,
  settings: Settings,
): AsyncGenerator<Row> {
  using all = operands(type, size);
  const [forward, backward] = cases(name, all) as [Case, Case];
  const { elements } = forward;
  const { outside } = all;
  const x = outside.x.subarray(0, elements);
  const layout = layoutOf(name, elements, Math.floor(size / ROW), outside.alpha);
  const fresh = freshCall(name, x, layout);
  const dy = outside.dy.subarray(0, fresh().length);

  const row = async (direction: Direction): Promise<Row> => {
    const isValue = direction === "value";
    const { workspace, dropIn, plain, copy } = (isValue ? forward : backward).candidates;
    const result = (call: () => unknown) => {
      call();
      return outside.y.slice(0, isValue ? dy.length : elements);
    };
    const want = result(dropIn);
    check(`plain, ${name}, ${direction}`, result(plain), want);
    const given = { name, x, ...layout, ...(!isValue && { dy }) };
    const others = await Others.prepare(type === "f32" ? peers : new Map(), given as Operands);
    await others.check(want);
    const ours = { workspace, out: dropIn, ...(isValue && { fresh }), plain, copy };
    const candidates = { ...ours, ...others.candidates() } as Candidates<Way>;
    const timings = await measureAsync(candidates, settings, (way) => others.begin(way));
    await others.dispose();
    return { name, direction, type, size, elements, ways: perElement(timings, elements) };
  };
  yield row("value");
  yield row("gradient");
}

function perElement(timings: Readonly<Record<Way, Timing>>, elements: number): Row["ways"] {
  const each = Object.entries(timings).map(([way, { ns, spread }]) => [way, { ns: ns / elements, spread }]);
  return Object.fromEntries(each) as Row["ways"];
}
