export default {
  // The server takes the package from node_modules, unless EXTERNAL is 0.
  serverExternalPackages: process.env.EXTERNAL === "0" ? [] : ["lanewise"],
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
        { key: "Cross-Origin-Embedder-Policy", value: "require-corp" },
      ],
    },
  ],
};
