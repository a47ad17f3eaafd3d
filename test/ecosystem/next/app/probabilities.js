"use client";

import { softmax } from "lanewise";
import { useMemo } from "react";

/** The probabilities of logits: computed on the server, and again when the logits change. */
export function Probabilities({ logits }) {
  const p = useMemo(() => softmax(Float32Array.from(logits)), [logits]);
  return <p>{Array.from(p, (value) => value.toFixed(2)).join(" ")}</p>;
}
