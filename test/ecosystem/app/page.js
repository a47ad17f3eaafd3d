import { probe } from "./probe.js";

probe().then((outcome) => {
  globalThis.outcome = outcome;
});
