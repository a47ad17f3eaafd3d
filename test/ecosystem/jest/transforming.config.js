export default {
  testMatch: ["**/*.test.cjs"],
  transform: { "/lanewise/dist/": "./to-commonjs.cjs" },
  transformIgnorePatterns: [],
};
