import { testDefinitions } from "./exact.js";

testDefinitions(1);
