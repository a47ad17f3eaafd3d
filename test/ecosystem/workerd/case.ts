import { type Case, outcomeOf } from "../case.js";

export default {
  title: "Cloudflare workerd",
  version: "workerd",
  ci: true,
  attempts: [
    {
      name: "bundled as Wrangler does",
      run: async (project) => outcomeOf(await project.run("node", "serve.js")),
      without: { threads: /no workers/ },
    },
  ],
} satisfies Case;
