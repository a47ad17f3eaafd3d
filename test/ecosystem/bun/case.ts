import { type Case, outcomeOf } from "../case.js";

export default {
  title: "Bun",
  version: "bun",
  ci: true,
  attempts: [
    { name: "run", run: async (project) => outcomeOf(await project.run("bun", "src/program.js")) },
    {
      name: "build",
      run: async (project) => {
        await project.run("bun", "build", "src/program.js", "--target", "bun", "--outdir", "out");
        return outcomeOf(await project.run("bun", "out/program.js"));
      },
    },
    {
      name: "build, for browsers",
      run: async (project) => {
        await project.run("bun", "build", "src/index.html", "--outdir", "out");
        return project.page("out");
      },
    },
    {
      name: "build --compile",
      run: async (project) => {
        await project.run("bun", "build", "src/program.js", "--compile", "--outfile", "out/program");
        return outcomeOf(await project.run("out/program"));
      },
    },
  ],
} satisfies Case;
