export default {
  base: "/",
  server: {
    host: "127.0.0.1",
    headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
  },
  build: { rollupOptions: { input: ["src/index.html", "vue.html"] } },
};
