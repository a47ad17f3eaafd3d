import { probe } from "./probe.js";

probe().then((outcome) => console.log(JSON.stringify(outcome)));
