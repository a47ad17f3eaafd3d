import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import typescript from "highlight.js/lib/languages/typescript";
import MarkdownIt from "markdown-it";

/** A guide as HTML, with its headings, and its links leading to pages. */

export interface Section {
  readonly id: string;
  readonly heading: string;
  readonly level: number;
  readonly text: string;
}

export interface Guide {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly html: string;
  readonly sections: readonly Section[];
}

const repository = fileURLToPath(new URL("../..", import.meta.url));

hljs.registerLanguage("js", javascript);
hljs.registerLanguage("ts", typescript);
hljs.registerLanguage("sh", bash);
hljs.registerLanguage("json", json);

const markdown = new MarkdownIt({
  html: true,
  highlight: (code, language): string => (hljs.getLanguage(language) ? hljs.highlight(code, { language }).value : ""),
});

type Token = ReturnType<typeof markdown.parse>[number];

export function readGuide(name: string, source: string): Guide {
  const tokens = markdown.parse(source, {});
  const sections: { id: string; heading: string; level: number; text: string }[] = [];
  const used = new Map<string, number>();
  for (const [i, token] of tokens.entries()) {
    if (token.type === "heading_open") {
      const heading = plain(tokens[i + 1]!);
      const id = slug(heading, used);
      token.attrSet("id", id);
      sections.push({ id, heading, level: Number(token.tag.slice(1)), text: "" });
    } else if (token.type === "inline" && tokens[i - 1]?.type !== "heading_open") {
      const last = sections.at(-1);
      if (last) last.text += `${plain(token)} `;
      for (const child of token.children ?? []) mend(child);
    }
  }
  const title = sections[0]?.heading ?? name;
  const html = markdown.renderer
    .render(tokens, markdown.options, {})
    .replace(/<table>/g, '<div class="table-scroll" tabindex="0" role="region" aria-label="Table"><table>')
    .replace(/<\/table>/g, "</table></div>")
    .replace(/<pre>/g, '<pre class="code" tabindex="0">');
  return { name, title, summary: summaryOf(tokens), html, sections };
}

function plain(token: Token): string {
  return (token.children ?? [])
    .filter(({ type }) => type === "text" || type === "code_inline" || type === "softbreak")
    .map(({ type, content }) => (type === "softbreak" ? " " : content))
    .join("");
}

/** The first sentence of the first paragraph that is about the subject, not about how the page was made. */
function summaryOf(tokens: readonly Token[]): string {
  const paragraphs = tokens.filter((_, i) => tokens[i - 1]?.type === "paragraph_open").map(plain);
  const text = paragraphs.find((paragraph) => !paragraph.startsWith("Made by")) ?? "";
  return /^.*?[.:](?= |$)/.exec(text)?.[0].replace(/:$/, ".") ?? text;
}

/** As GitHub makes it, so that links in the repository hold here, too. */
function slug(heading: string, used: Map<string, number>): string {
  const base = heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
  const count = used.get(base) ?? 0;
  used.set(base, count + 1);
  return count === 0 ? base : `${base}-${count}`;
}

/** Other guides become their pages, pictures files of the build; other files of the repository are no links here. */
function mend(token: Token): void {
  if (token.type === "image") {
    const source = String(token.attrGet("src"));
    if (!source.startsWith("http")) token.attrSet("src", `../../docs/${source}`);
    token.attrSet("loading", "lazy");
  }
  if (token.type !== "link_open") return;
  const target = String(token.attrGet("href"));
  if (/^(https?:|#)/.test(target)) return;
  const [path = "", anchor] = target.split("#");
  const guide = /^(\w[\w-]*)\.md$/.exec(path)?.[1];
  const hash = anchor === undefined ? "" : `#${anchor}`;
  if (guide && existsSync(`${repository}docs/${guide}.md`)) token.attrSet("href", `${guide}.html${hash}`);
  else if (path === "../site/README.md") token.attrSet("href", "../index.html");
  else if (path === "../README.md") token.attrSet("href", "index.html");
  else if (/^plots\/\w+\.svg$/.test(path)) token.attrSet("href", `../index.html?f=${path.slice(6, -4)}`);
  else token.attrs = [["class", "no-link"]];
}
