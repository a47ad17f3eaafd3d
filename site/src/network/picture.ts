import { h } from "../frame/dom.js";
import { colour } from "../frame/theme.js";
import { SIDE } from "./network.js";

/** Activations over the plane as small images, in the colours of the theme. */

let table = tableOf();
addEventListener("themechange", () => {
  table = tableOf();
});

/** A colour for each byte: low, middle, high. */
function tableOf(): Uint32Array {
  const [low, middle, high] = ["heat-low", "heat-mid", "heat-high"].map((name) => rgb(colour(name)));
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    const share = (byte - 128) / 127;
    const end = share < 0 ? low! : high!;
    // Small activations are seen, too.
    const weight = Math.min(1, Math.abs(share)) ** 0.8;
    const [r, g, b] = [0, 1, 2].map((k) => Math.round(middle![k]! + weight * (end[k]! - middle![k]!)));
    return (255 << 24) | (b! << 16) | (g! << 8) | r!;
  });
}

function rgb(hex: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

export class Image {
  readonly canvas = h("canvas", { width: SIDE, height: SIDE, "aria-hidden": "true" });
  readonly #context = this.canvas.getContext("2d");
  readonly #data = new ImageData(SIDE, SIDE);

  draw(bytes: Uint8Array): void {
    const pixels = new Uint32Array(this.#data.data.buffer);
    for (let i = 0; i < pixels.length; i++) pixels[i] = table[bytes[i]!]!;
    this.#context?.putImageData(this.#data, 0, 0);
  }
}
