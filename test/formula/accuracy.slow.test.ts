import { testErrors } from "./published.js";

testErrors(1500);
