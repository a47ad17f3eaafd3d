import { h } from "../frame/dom.js";
import type { Points } from "../network/data.js";
import type { Report } from "../network/messages.js";
import { REACH, SIDE } from "../network/network.js";
import { Image } from "../network/picture.js";

/** Each layer as a row of images, one for each unit; dead units are crossed out. */

interface Cell {
  readonly element: HTMLElement;
  readonly image: Image;
}

interface Row {
  readonly element: HTMLElement;
  readonly text: HTMLElement;
  readonly cells: readonly Cell[];
}

export class Units {
  readonly element = h("div", { class: "units" });
  readonly #output = new Image();
  readonly #points = h("canvas", { width: 320, height: 320, "aria-hidden": "true" });
  readonly output = h("div", { class: "output" }, this.#output.canvas, this.#points);
  #rows: readonly Row[] = [];

  show(report: Report): void {
    const { layers, pictures } = report;
    if (this.#rows.length !== layers.length || this.#rows[0]?.cells.length !== layers[0]?.dead.length)
      this.#build(report);
    const places = SIDE * SIDE;
    for (const [l, { dead }] of layers.entries()) {
      const { cells, text } = this.#rows[l]!;
      const count = dead.filter(Boolean).length;
      text.textContent = count === 0 ? "all alive" : `${count} of ${dead.length} dead`;
      text.toggleAttribute("data-dead", count > 0);
      for (const [j, { element, image }] of cells.entries()) {
        element.toggleAttribute("data-dead", dead[j]!);
        image.draw(pictures[l]!.subarray(j * places, (j + 1) * places));
      }
    }
    this.#output.draw(pictures.at(-1)!);
  }

  #build({ layers }: Report): void {
    this.#rows = layers.map(({ dead }, l) => {
      const cells = dead.map(() => {
        const image = new Image();
        return { image, element: h("span", { class: "unit" }, image.canvas) };
      });
      const text = h("span", { class: "alive" });
      const element = h(
        "div",
        { class: "layer" },
        h("p", {}, h("b", {}, `Layer ${l + 1}`), " ", text),
        h("div", { class: "tiles", style: `--units:${dead.length}` }, ...cells.map(({ element }) => element)),
      );
      return { element, text, cells };
    });
    this.element.replaceChildren(...this.#rows.map(({ element }) => element));
  }

  /** The points of the data, over the output. */
  points({ inputs, targets }: Points): void {
    const context = this.#points.getContext("2d");
    if (!context) return;
    const size = this.#points.width;
    context.clearRect(0, 0, size, size);
    const style = getComputedStyle(document.documentElement);
    for (const [i, target] of targets.entries()) {
      const [x, y] = [0, 1].map((k) => ((k ? -1 : 1) * inputs[2 * i + k]! * size) / (2 * REACH) + size / 2);
      context.beginPath();
      context.arc(x!, y!, 4.2, 0, 2 * Math.PI);
      context.fillStyle = style.getPropertyValue(target > 0.5 ? "--heat-high" : "--heat-low");
      context.fill();
      context.lineWidth = 1.4;
      context.strokeStyle = style.getPropertyValue("--card");
      context.stroke();
    }
  }
}
