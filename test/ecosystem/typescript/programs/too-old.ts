import { sigmoid } from "lanewise";

export const y = sigmoid(new Float32Array(1));
