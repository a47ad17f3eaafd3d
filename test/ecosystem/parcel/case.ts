import type { Case } from "../case.js";

export default {
  title: "Parcel",
  version: "parcel",
  attempts: [
    {
      name: "build",
      run: async (project) => {
        await project.run("parcel", "build", "src/index.html", "--no-cache", "--no-source-maps", "--dist-dir", "dist");
        return project.page("dist");
      },
    },
  ],
} satisfies Case;
