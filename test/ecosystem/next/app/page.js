"use client";

import { useEffect } from "react";
import { probe } from "../src/probe.js";

export default function Page() {
  useEffect(() => {
    probe().then((outcome) => {
      globalThis.outcome = outcome;
    });
  }, []);
  return null;
}
