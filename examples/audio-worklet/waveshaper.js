import { tanh } from "../../dist/index.js";

/** tanh(drive · x) of every sample. */
class Waveshaper extends AudioWorkletProcessor {
  static parameterDescriptors = [
    { name: "drive", defaultValue: 1, minValue: 0, maxValue: 100, automationRate: "k-rate" },
  ];

  process([input], [output], { drive: [drive] }) {
    input.forEach((channel, i) => {
      const out = output[i];
      for (let k = 0; k < channel.length; k++) out[k] = drive * channel[k];
      tanh(out, { out });
    });
    return true;
  }
}

registerProcessor("waveshaper", Waveshaper);
