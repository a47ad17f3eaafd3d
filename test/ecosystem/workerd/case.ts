import type { Case } from "../case.js";
import { outcomeOf } from "../outcome.js";

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
