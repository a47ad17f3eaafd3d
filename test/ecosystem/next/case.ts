import type { Attempt, Case } from "../case.js";

const start = ["next", "start", "--hostname", "127.0.0.1", "--port", "0"];

const attempt = (name: string, path: string): Attempt => ({
  name,
  run: (project) => project.served(start, { path }),
});

export default {
  title: "Next",
  version: "next",
  ci: true,
  attempts: [
    {
      name: "client",
      run: async (project) => {
        await project.run("next", "build");
        return attempt("", "").run(project);
      },
    },
    attempt("server, with serverExternalPackages", "server"),
    { ...attempt("edge runtime", "edge"), without: { threads: /no workers/ } },
    {
      name: "server, bundled",
      run: async (project) => {
        await project.run("env", "EXTERNAL=0", "node_modules/.bin/next", "build");
        return attempt("", "server").run(project);
      },
    },
  ],
} satisfies Case;
