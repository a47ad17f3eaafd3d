import { testProperties } from "./properties.js";

testProperties({ most: 4_100, runs: 40 });
