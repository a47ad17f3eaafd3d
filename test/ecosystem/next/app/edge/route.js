import { probe } from "../../src/probe.js";

export const runtime = "edge";

/** The same on Vercel's edge runtime, as a page that leaves the outcome where the browser would. */
export async function GET() {
  const outcome = JSON.stringify(await probe()).replaceAll("<", "\\u003c");
  return new Response(`<!doctype html><script>globalThis.outcome = ${outcome};</script>`, {
    headers: { "content-type": "text/html" },
  });
}
