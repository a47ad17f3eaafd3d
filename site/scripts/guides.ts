import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Guide, readGuide, type Section } from "./markdown.js";

/** The guides of docs/ as pages in site/guides/, with an index for the search. */

const repository = fileURLToPath(new URL("../..", import.meta.url));
const FOLDER = `${repository}site/guides/`;

/** First what most readers look for; guides that are not named here follow by title. */
const ORDER = [
  ...["functions", "gradients", "memory", "shapes", "batching", "threads", "streams", "cli", "formulas", "exact"],
  ...["tensorflow", "loading", "recipes", "platforms", "names", "results", "accuracy", "benchmarks"],
];

interface Place {
  readonly page: string;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
}

export function guides(): void {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER);
  const all = readdirSync(`${repository}docs`)
    .filter((file) => file.endsWith(".md"))
    .map((file) => readGuide(file.replace(/\.md$/, ""), readFileSync(`${repository}docs/${file}`, "utf8")))
    .sort((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title));
  for (const guide of all) writeFileSync(`${FOLDER}${guide.name}.html`, page(guide, all));
  writeFileSync(`${FOLDER}index.html`, contents(all));
  const places = all.flatMap(({ name, title, sections }) =>
    sections.map(
      ({ id, heading, text }: Section): Place => ({ page: `${name}.html${id && `#${id}`}`, title, heading, text }),
    ),
  );
  writeFileSync(`${FOLDER}search.json`, JSON.stringify(places));
}

function rank({ name }: Guide): number {
  const at = ORDER.indexOf(name);
  return at < 0 ? ORDER.length : at;
}

const SEARCH = `<search><label class="hidden" for="search">Search guides and functions</label>
<input type="search" id="search" placeholder="Search guides and functions" autocomplete="off">
<ol id="found" class="found" hidden></ol></search>`;

function page(guide: Guide, all: readonly Guide[]): string {
  const others = all
    .map(({ name, title }) => {
      const here = name === guide.name ? ' aria-current="page"' : "";
      return `<li><a href="${name}.html"${here}>${title}</a></li>`;
    })
    .join("");
  const parts = guide.sections
    .filter(({ id, level }) => id && level === 2)
    .map(({ id, heading }) => `<li><a href="#${id}">${heading}</a></li>`)
    .join("");
  return html(
    guide.title,
    guide.summary,
    `<div class="docs"><aside class="sidebar">${SEARCH}
<nav aria-label="Guides"><ul>${others}<li><a href="../api/index.html">API reference</a></li></ul></nav></aside>
<article class="prose">${guide.html}</article>
${parts ? `<nav class="parts" aria-label="On this page"><p>On this page</p><ul>${parts}</ul></nav>` : ""}</div>`,
  );
}

function contents(all: readonly Guide[]): string {
  const cards = all
    .map(
      ({ name, title, summary }) =>
        `<li><a class="card" href="${name}.html"><b>${title}</b><span>${summary}</span></a></li>`,
    )
    .join("");
  const api = `<li><a class="card" href="../api/index.html"><b>API reference</b><span>Every function, type and option, a page each, from the public types.</span></a></li>`;
  return html(
    "Documentation",
    "Guides, measurements and the API reference of lanewise.",
    `<h1>Documentation</h1>
<p class="lead">Guides, measurements, and a page for every function.</p>
<div class="search-wide">${SEARCH}</div>
<ul class="cards">${cards}${api}</ul>`,
  );
}

function html(title: string, description: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<title>${title} · lanewise</title>
<meta name="description" content="${description.replaceAll('"', "&quot;")}">
<main>
${main}
</main>
<script type="module" src="/src/guides/page.ts"></script>
</html>
`;
}
