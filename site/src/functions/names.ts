import { type Counterpart, differing, FRAMEWORKS } from "../../../catalogue/frameworks/index.js";
import { figure } from "../frame/controls.js";
import { h } from "../frame/dom.js";

/** The names and defaults of a function in other frameworks. */
export function namesOf(name: string): HTMLElement {
  const rows = Object.values(FRAMEWORKS).map(({ title, version, documentation, counterparts }) => {
    const all = counterparts.filter(({ ours }) => ours === name);
    const framework = h("th", { scope: "row" }, h("a", { href: documentation, rel: "noopener" }, title), ` ${version}`);
    const calls = all.length > 0 ? all.map((one) => h("div", {}, ...textOf(one))) : ["–"];
    return h("tr", {}, framework, h("td", {}, ...calls));
  });
  return h(
    "section",
    { class: "card stack tight" },
    h("h2", {}, "In other frameworks"),
    h("table", { class: "names" }, h("tbody", {}, ...rows)),
  );
}

function textOf(counterpart: Counterpart): readonly (Node | string)[] {
  const { name, options = {}, fixed = {}, note } = counterpart;
  const parameters = Object.entries(options).map(([theirs, { ours, preset }]) => {
    const value = preset === undefined ? "" : ` = ${typeof preset === "number" ? figure(preset) : preset}`;
    return `${theirs}${theirs === ours ? "" : ` (our ${ours})`}${value}`;
  });
  const builtIn = Object.entries(fixed).map(([ours, value]) => `our ${ours} = ${figure(value)}`);
  const details = [...parameters, ...builtIn, ...(note ? [note.replaceAll("`", "")] : [])].join("; ");
  return [
    h("code", {}, name),
    ...(details ? [" ", h("span", { class: "faint" }, details)] : []),
    ...(Object.keys(differing(counterpart)).length > 0
      ? [" ", h("span", { class: "differs" }, "another default")]
      : []),
  ];
}
