import type { Plugin } from "vite";

/** The frame around each page, written into its HTML, so that nothing moves when scripts arrive. */

interface Entry {
  readonly file: string;
  readonly text: string;
}

const LAB: readonly Entry[] = [
  { file: "index.html", text: "Functions" },
  { file: "race.html", text: "Race" },
  { file: "dying.html", text: "Dying ReLU" },
  { file: "flow.html", text: "Gradient flow" },
  { file: "exactness.html", text: "Exactness" },
  { file: "own.html", text: "Your own" },
];

const NAVIGATION: readonly Entry[] = [...LAB, { file: "guides/index.html", text: "Docs" }];

const THEME = `try{var t=localStorage.getItem("theme")}catch{}
document.documentElement.dataset.theme=t||(matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light")`;

const LOGO = `<svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true"><rect width="32" height="32" rx="8" fill="var(--accent)"/><path d="M5 23h9c4 0 4-14 8-14h5" fill="none" stroke="var(--on-accent)" stroke-width="3.2" stroke-linecap="round"/></svg>`;

export function frame(): Plugin {
  return {
    name: "frame",
    transformIndexHtml: {
      order: "pre",
      handler: (html, { path }) => framed(html, path.replace(/^\//, "")),
    },
  };
}

function framed(html: string, path: string): string {
  const up = "../".repeat(path.split("/").length - 1);
  const current = path.startsWith("guides/") ? "guides/index.html" : path;
  const links = NAVIGATION.map(({ file, text }) => {
    const here = file === current ? ` aria-current="${file === path ? "page" : "true"}"` : "";
    return `<li><a href="${up}${file}"${here}>${text}</a></li>`;
  }).join("");
  const title = /<title>(.*?)<\/title>/.exec(html)?.[1] ?? "lanewise";
  const description = /<meta name="description" content="(.*?)"/.exec(html)?.[1] ?? "";
  const head = `<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<script>${THEME}</script>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/src/frame/styles/index.css">`;
  const top = `<a class="skip" href="#main">Skip to content</a>
<header class="top"><div class="top-row">
<a class="brand" href="${up}index.html">${LOGO}<span>lanewise <b>lab</b></span></a>
<nav aria-label="Pages"><ul>${links}</ul></nav>
<button type="button" class="quiet" id="theme" aria-label="Dark theme" aria-pressed="false"><svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path d="M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round"/></svg></button>
</div></header>
<div class="page-notices" id="notices" role="status"></div>
<noscript><p class="notice">These pages compute in your browser: they need JavaScript. The <a href="${up}guides/index.html">documentation</a> works without it.</p></noscript>`;
  const bottom = `<footer class="bottom"><p><b>lanewise</b>: activation functions and their gradients on WebAssembly SIMD. Everything on these pages is computed in your browser; nothing is sent anywhere.</p>
<p><a href="${up}guides/index.html">Documentation</a> · <a href="${up}api/index.html">API</a> · MIT licence</p></footer>`;
  return html
    .replace("<title>", `${head}\n<title>`)
    .replace(/<main\b/, `${top}\n<main id="main" tabindex="-1"`)
    .replace("</main>", `</main>\n${bottom}`);
}
