import { testErrors } from "./published.js";

testErrors(500);
