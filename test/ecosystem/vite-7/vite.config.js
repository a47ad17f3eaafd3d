export default {
  base: "/",
  // The optimizer takes pool.js out of the folder of pool-worker.js.
  optimizeDeps: { exclude: ["lanewise"] },
  server: {
    host: "127.0.0.1",
    headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
  },
  build: { rollupOptions: { input: "src/index.html" } },
};
