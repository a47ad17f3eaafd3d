import type { Subject } from "./subjects.js";
import { type Span, sweep } from "./sweep.js";

export interface Order {
  readonly subject: Subject;
  readonly span: Span;
}

process.on("message", ({ subject, span }: Order) => {
  process.send!(sweep(subject, span));
});
