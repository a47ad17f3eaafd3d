import { tf } from "./setup.js";

/** Small models, and how they are saved and loaded. */

/** A dense layer with an activation. */
export const units = (activation: string) =>
  tf.layers.dense({ units: 3, activation: activation as "relu", inputShape: [4] });

/** A saved model: its topology as JSON, and its weights. */
export async function artifactsOf(model: tf.LayersModel): Promise<tf.io.ModelArtifacts> {
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
    }),
  );
  // As a file does: nothing but JSON and bytes.
  return { ...saved!, modelTopology: JSON.parse(JSON.stringify(saved!.modelTopology)) };
}

export const load = (artifacts: tf.io.ModelArtifacts) => tf.loadLayersModel(tf.io.fromMemory(artifacts));
