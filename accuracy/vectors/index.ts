import { writeVectors } from "./write.js";

writeVectors("all");
