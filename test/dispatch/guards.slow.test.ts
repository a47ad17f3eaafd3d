import { testGuards, testLayoutGuards } from "./guards.js";

const upTo = (most: number) => Array.from({ length: most }, (_, i) => i + 1);

testGuards([0, ...upTo(70)]);

testLayoutGuards([
  ...upTo(19).flatMap((n) => upTo(9).map((rows) => ({ shape: [rows, n], axis: 1 }))),
  ...upTo(9).flatMap((inner) => upTo(9).map((n) => ({ shape: [3, n, inner], axis: 1 }))),
]);
