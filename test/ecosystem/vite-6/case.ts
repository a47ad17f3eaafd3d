import { viteWithOptimizer } from "../vite.js";

export default viteWithOptimizer("Vite 6");
