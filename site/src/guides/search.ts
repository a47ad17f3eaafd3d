import MiniSearch from "minisearch";
import { functions } from "../../../catalogue/functions.js";
import index from "../../guides/search.json?url";

interface Place {
  readonly page: string;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
}

/** Guides by section, and functions by name, alias and formula. */
export async function searcher(): Promise<(text: string) => readonly Place[]> {
  const guides = (await (await fetch(index)).json()) as readonly Place[];
  const pages = functions.map(
    ({ spec }): Place => ({
      page: `../api/variables/index.${spec.name}.html`,
      title: "API reference",
      heading: [spec.name, ...spec.aliases].join(", "),
      text: `${spec.formula} ${Object.keys(spec.parameters ?? {}).join(" ")}`,
    }),
  );
  const places = [...guides, ...pages];
  const search = new MiniSearch({ fields: ["heading", "title", "text"], idField: "page" });
  search.addAll(places.filter(({ page }, i) => places.findIndex((other) => other.page === page) === i));
  const options = { prefix: true, fuzzy: 0.15, boost: { heading: 4, title: 2 } };
  const byPage = new Map(places.map((place) => [place.page, place]));
  return (text) => search.search(text, options).flatMap(({ id }) => byPage.get(String(id)) ?? []);
}
