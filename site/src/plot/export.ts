import { download } from "../frame/files.js";

/** A plot as a file: the colours and fonts of the theme are written out, since a file has no theme. */

function textOf(drawing: SVGSVGElement): string {
  const style = getComputedStyle(document.documentElement);
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const { width, height } = drawing.viewBox.baseVal;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const back = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ width: "100%", height: "100%", style: "fill:var(--card)" })) {
    back.setAttribute(name, value);
  }
  copy.prepend(back);
  return new XMLSerializer()
    .serializeToString(copy)
    .replace(/var\((--[\w-]+)\)/g, (_, name: string) => style.getPropertyValue(name).trim().replaceAll('"', "'"));
}

export function exportSvg(drawing: SVGSVGElement, name: string): void {
  download(`${name}.svg`, new Blob([textOf(drawing)], { type: "image/svg+xml" }));
}

/** In twice the resolution of the page. */
export async function exportPng(drawing: SVGSVGElement, name: string): Promise<void> {
  const { width, height } = drawing.viewBox.baseVal;
  const image = new Image(2 * width, 2 * height);
  image.src = `data:image/svg+xml,${encodeURIComponent(textOf(drawing))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * width;
  canvas.height = 2 * height;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (blob) download(`${name}.png`, blob);
}
