import { testGuards, testLayoutGuards } from "./guards.js";

// Around single elements, single vectors, and groups of four and eight of them.
testGuards([0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 23, 31, 32, 33, 63, 64, 65, 70]);

// Several rows, of which the last ones take other ways than the first.
testLayoutGuards([
  ...[1, 2, 3, 4, 5, 9, 17].flatMap((n) => [1, 3, 4, 5, 7].map((rows) => ({ shape: [rows, n], axis: 1 }))),
  ...[1, 2, 3, 5].flatMap((inner) => [2, 3, 4].map((n) => ({ shape: [3, n, inner], axis: 1 }))),
]);
