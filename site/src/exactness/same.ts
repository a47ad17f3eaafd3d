import { type Hashes, hashesOf, names } from "../../../catalogue/hashes.js";
import record from "../../../docs/bits.json";
import { button } from "../frame/controls.js";
import { h } from "../frame/dom.js";
import { notice } from "../frame/notices.js";

/** The bits of all functions in this browser, next to those recorded in other engines. */

const RECORDED: Readonly<Record<string, readonly string[]>> = record.hashes;
const ENGINES = Object.entries(record.engines);
const TYPES = ["f32", "f64"] as const;

export function sameBits(able: boolean): HTMLElement {
  const cells = new Map<string, HTMLElement>();
  const verdict = h("p", { class: "headline", role: "status" });
  const rows = names.map((name) => {
    const columns = TYPES.flatMap((type) =>
      ["value", "gradient"].map((_, k) => {
        const cell = h("td", { class: "mono" }, RECORDED[`${name} ${type}`]?.[k] ?? "–");
        cells.set(`${name} ${type} ${k}`, cell);
        return cell;
      }),
    );
    return h("tr", {}, h("th", { scope: "row" }, name), ...columns);
  });
  let same = 0;
  let other = 0;
  const take = (name: string, hashes: Hashes) => {
    for (const [k, hash] of hashes.entries()) {
      const cell = cells.get(`${name} ${k}`);
      const equal = RECORDED[name]?.[k] === hash;
      if (equal) same++;
      else other++;
      cell?.replaceChildren(equal ? `${hash} ✓` : `${hash} ✗ not ${RECORDED[name]?.[k]}`);
      cell?.setAttribute("data-same", String(equal));
    }
    verdict.textContent =
      other > 0
        ? `${other} of ${same + other} hashes differ`
        : `${same} of ${2 * Object.keys(RECORDED).length} hashes agree`;
  };
  const done = () => {
    document.documentElement.dataset.hashes = other > 0 ? "differ" : "agree";
    verdict.textContent =
      other > 0 ? `${other} hashes differ: please tell us.` : `All ${same} hashes agree, bit for bit.`;
  };
  const inPage = async () => {
    notice(
      "No worker starts in this browser, so the hashes are computed in the page itself, which answers late meanwhile.",
    );
    for (const name of names) {
      for (const type of TYPES) take(`${name} ${type}`, hashesOf(name, type));
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    done();
  };
  const go = button(
    "Compute them here",
    () => {
      go.disabled = true;
      try {
        const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
        worker.addEventListener("message", ({ data }) => (data.done ? done() : take(data.name, data.hashes)));
        worker.addEventListener("error", (event) => {
          event.preventDefault();
          void inPage();
        });
      } catch {
        void inPage();
      }
    },
    "primary",
  );
  const head = ["Function", "f(x), f32", "gradient, f32", "f(x), f64", "gradient, f64"];
  return h(
    "section",
    { class: "card stack", "aria-label": "Same bits" },
    h("h2", {}, "The same bits everywhere"),
    h(
      "p",
      {},
      `Each hash is made from the bits of a function on ${(2 ** 20).toLocaleString("en")} inputs of all magnitudes. These were recorded at commit ${record.environment.commit} and were the same in ${ENGINES.length} engines: ${ENGINES.map(([name, version]) => `${name} (${version})`).join("; ")}.`,
    ),
    h("div", { class: "row" }, ...(able ? [go] : [])),
    verdict,
    h(
      "div",
      { class: "table-scroll tall", tabindex: 0, role: "region", "aria-label": "Hashes" },
      h(
        "table",
        { class: "hashes" },
        h("thead", {}, h("tr", {}, ...head.map((text) => h("th", { scope: "col" }, text)))),
        h("tbody", {}, ...rows),
      ),
    ),
  );
}
