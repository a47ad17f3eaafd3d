import "../frame/theme.js";
import { h } from "../frame/dom.js";

/** The search of the guides and functions. Its index arrives with the first key. */

interface Place {
  readonly page: string;
  readonly title: string;
  readonly heading: string;
}

type Search = (text: string) => readonly Place[];

const MOST = 12;
const input = document.querySelector<HTMLInputElement>("#search");
const list = document.querySelector<HTMLOListElement>("#found");

let loading: Promise<Search> | undefined;

async function load(): Promise<Search> {
  const { searcher } = await import("./search.js");
  return searcher();
}

async function look(): Promise<void> {
  if (!input || !list) return;
  const text = input.value.trim();
  list.hidden = text === "";
  if (text === "") return;
  loading ??= load();
  const found = (await loading)(text).slice(0, MOST);
  const items = found.map(({ page, title, heading }) => {
    const link = h("a", { href: page }, h("b", {}, heading), heading === title ? undefined : ` ${title}`);
    return h("li", {}, link);
  });
  list.replaceChildren(...(items.length > 0 ? items : [h("li", { class: "faint" }, "Nothing found.")]));
}

input?.addEventListener("input", look);
