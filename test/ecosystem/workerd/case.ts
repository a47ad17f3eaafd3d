import type { Case } from "../case.js";
import { outcomeOf } from "../outcome.js";

export default {
  title: "Cloudflare workerd",
  version: "workerd",
  ci: true,
  attempts: [
    {
      name: "bundled as Wrangler does",
      run: async (project) => outcomeOf(await project.run("node", "serve.js", "worker.js")),
      without: { threads: /no workers/ },
    },
    {
      name: "exact functions and formulas",
      run: async (project) => {
        const output = await project.run("node", "serve.js", "entries.js");
        if (output.trim() !== "[0.5,0.5,0.5]") throw new Error(`expected 0.5 three times, got ${output}`);
        return undefined;
      },
    },
  ],
} satisfies Case;
