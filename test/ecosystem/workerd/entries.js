import { sigmoid } from "lanewise";
import { sigmoid as exactly } from "lanewise/exact";
import { activation } from "lanewise/formula";

// Each of these entries has kernels in a file of its own.
const functions = [sigmoid, exactly, activation("sigmoid(x) + erf(x)")];

export default {
  async fetch() {
    return Response.json(functions.map((f) => f(Float32Array.of(0))[0]));
  },
};
