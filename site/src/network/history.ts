import type { Point } from "../plot/picture.js";

/** Values over the steps of training, thinned out as they grow. */
export class History {
  #points: Point[][] = [];
  static readonly #MOST = 400;

  clear(): void {
    this.#points = [];
  }

  /** One more step; a value for each line. */
  add(step: number, values: readonly number[]): void {
    const last = this.#points[0]?.at(-1);
    if (last && last.x >= step) return;
    for (const [k, y] of values.entries()) (this.#points[k] ??= []).push({ x: step, y });
    if ((this.#points[0]?.length ?? 0) <= History.#MOST) return;
    this.#points = this.#points.map((line) => line.filter((_, i) => i % 2 === 0 || i === line.length - 1));
  }

  get lines(): readonly (readonly Point[])[] {
    return this.#points;
  }

  get last(): number {
    return this.#points[0]?.at(-1)?.x ?? 0;
  }
}
