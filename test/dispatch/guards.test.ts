import { testGuards } from "./guards.js";

// Around single elements, single vectors, and groups of four and eight of them.
testGuards([0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 23, 31, 32, 33, 63, 64, 65, 70]);
