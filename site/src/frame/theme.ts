/** The button for the theme: a choice is kept, and without one the page follows the system. */

const root = document.documentElement;
const button = document.getElementById("theme");
const system = matchMedia("(prefers-color-scheme: dark)");

function show(theme: string): void {
  root.dataset.theme = theme;
  button?.setAttribute("aria-pressed", String(theme === "dark"));
  dispatchEvent(new Event("themechange"));
}

function kept(): string | null {
  try {
    return localStorage.getItem("theme");
  } catch {
    return null;
  }
}

show(root.dataset.theme ?? "light");
system.addEventListener("change", () => {
  if (!kept()) show(system.matches ? "dark" : "light");
});
button?.addEventListener("click", () => {
  const next = root.dataset.theme === "dark" ? "light" : "dark";
  show(next);
  try {
    localStorage.setItem("theme", next);
  } catch {
    // A browser that keeps nothing forgets the choice with the page.
  }
});

/** The colours of the theme, for canvases. */
export function colour(name: string): string {
  return getComputedStyle(root).getPropertyValue(`--${name}`).trim();
}
