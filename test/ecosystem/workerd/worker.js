import { probe } from "./src/probe.js";

export default {
  async fetch() {
    return Response.json(await probe());
  },
};
