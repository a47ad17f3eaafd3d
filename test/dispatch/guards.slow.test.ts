import { testGuards } from "./guards.js";

testGuards(Array.from({ length: 71 }, (_, length) => length));
