"use client";

import { useEffect } from "react";
import { probe } from "../src/probe.js";
import { Probabilities } from "./probabilities.js";

const LOGITS = [0, 0];

export default function Page() {
  useEffect(() => {
    if (document.querySelector("p").textContent !== "0.50 0.50") throw new Error("the component is not as expected");
    probe().then((outcome) => {
      globalThis.outcome = outcome;
    });
  }, []);
  return <Probabilities logits={LOGITS} />;
}
