import { h } from "./dom.js";

/** Says at the top of the page, in words, that something is not as it should be. */
export function notice(text: string): void {
  const close = h("button", { type: "button", class: "quiet small", "aria-label": "Dismiss" }, "✕");
  const box = h("div", { class: "notice" }, h("p", {}, text), close);
  close.addEventListener("click", () => box.remove());
  document.getElementById("notices")?.append(box);
}
