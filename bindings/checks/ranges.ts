import type { Range } from "../core/parameters.js";

export const FINITE: Range = { text: "a finite number", holds: Number.isFinite };
export const NOT_NEGATIVE: Range = { text: "a number ≥ 0, or Infinity", holds: (value) => value >= 0 };

export const NOT_ZERO: Range = {
  text: "a finite number, not 0",
  holds: (value) => value !== 0 && Number.isFinite(value),
};
export const MODERATE: Range = { text: "from 1e-30 to 1e30", holds: (value) => value >= 1e-30 && value <= 1e30 };
export const POSITIVE: Range = { text: "a finite number > 0", holds: (value) => value > 0 && Number.isFinite(value) };
export const DISTANCE: Range = { text: "a finite number ≥ 0", holds: (value) => value >= 0 && Number.isFinite(value) };
export const ORDERED: Range = { text: "a number", holds: (value) => !Number.isNaN(value) };

export const SHARE: Range = { text: "a number from 0 to 1", holds: (value) => value >= 0 && value <= 1 };
export const WHOLE: Range = { text: "a whole number", holds: (value) => Number.isInteger(value) };
