import { COUNTERPARTS, type Counterpart, FRAMEWORKS, type FrameworkId } from "../../../catalogue/frameworks.js";
import { figure } from "../frame/controls.js";
import { h } from "../frame/dom.js";

/** The names and defaults of a function in other frameworks. */
export function namesOf(name: string): HTMLElement {
  const counterparts = COUNTERPARTS[name] ?? {};
  const rows = (Object.keys(FRAMEWORKS) as FrameworkId[]).map((id) => {
    const { title, version, source } = FRAMEWORKS[id];
    const all = counterparts[id] ?? [];
    const framework = h("th", { scope: "row" }, h("a", { href: source, rel: "noopener" }, title), ` ${version}`);
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

function textOf({ name, options = {}, defaults = {}, note }: Counterpart): readonly (Node | string)[] {
  const parameters = Object.entries(options).map(([theirs, ours]) => {
    const other = defaults[ours];
    return `${theirs}${theirs === ours ? "" : ` (our ${ours})`}${other === undefined ? "" : ` = ${figure(other)}`}`;
  });
  const differing = Object.entries(defaults)
    .filter(([ours]) => !Object.values(options).includes(ours))
    .map(([ours, value]) => `our ${ours} = ${figure(value)}`);
  const differs = Object.keys(defaults).length > 0;
  const details = [...parameters, ...differing, ...(note ? [note] : [])].join("; ");
  return [
    h("code", {}, name),
    ...(details ? [" ", h("span", { class: "faint" }, details)] : []),
    ...(differs ? [" ", h("span", { class: "differs" }, "another default")] : []),
  ];
}
