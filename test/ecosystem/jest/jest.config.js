export default { testMatch: ["**/*.test.{cjs,mjs}"], transform: {} };
