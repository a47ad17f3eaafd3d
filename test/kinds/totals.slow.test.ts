import { testTerms } from "./total-terms.js";

testTerms(1);
