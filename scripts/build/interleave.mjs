// Makes the vectors of an iteration take turns, instruction by instruction. Engines that keep the order of a module (V8
// since Turboshaft, Firefox) finish one vector before they begin the next, and the processor waits for each result of a
// long chain, a time that the other vectors could fill (Node 24: softplus 1.53 → 1.12 ns per element, mish 1.59 → 1.20,
// sigmoid 0.78 → 0.65; Node 20, which reorders by itself, gains nothing). Software pipelining, with the beginning of the
// next iteration among the end of this one, made Node 24 a little faster (mish 1.19, gelu 1.12, tanh 0.98 times), Node 20
// slower (sigmoid 0.86 times, gelu 0.95) and the module a third larger.

// Shorter chains do not wait: they would only take more bytes.
const LEAST_OPERATIONS = 12;

const UNARY = /\.(load\w*|neg|abs|sqrt|splat|any_true|all_true|promote_low_f32x4|demote_f64x2_zero)$/;
const TERNARY = /^(v128\.bitselect|select)$/;
const CONTROL = /^(block|loop|if|else|end|br|br_if|return|call|drop|global\.set)\b/;

/** The text of a function (in Binaryen's stack form, before locals are shared), with interleaved straight loops. */
export function interleave(text) {
  const lines = text.split("\n").map((line) => line.trim());
  const locals = [];
  const result = [];
  for (let i = 0; i < lines.length; i++) {
    result.push(lines[i]);
    if (!lines[i].startsWith("loop")) continue;
    const length = lines.slice(i + 1).findIndex((line) => CONTROL.test(line));
    const end = i + 1 + length;
    // Straight: no control flow except the branch back.
    if (!lines[end].startsWith("br_if") || lines[end + 1] !== "end") continue;
    const loop = new Loop(lines.slice(i + 1, end), [...lines.slice(0, i), ...lines.slice(end)], `$turn${i}_`);
    const turns = loop.inTurns();
    if (!turns) continue;
    locals.push(...loop.locals);
    result.push(...turns);
    i = end - 1;
  }
  return [result[0], ...locals, ...result.slice(1)].join("\n");
}

/**
 * The body of a loop, as operations and their dependencies. Constants, and locals that the loop only reads, are a `line`
 * alone.
 */
class Loop {
  locals = [];
  #operations = [];
  #values = new Map();
  #condition;
  /** Locals that the next iteration, or the code after the loop, may read. */
  #live;
  /** Tells whether the next iteration needs a vector of this one. */
  #carries;
  #prefix;

  constructor(body, outside, prefix) {
    this.#prefix = prefix;
    const read = new Set(outside.flatMap((line) => /^local\.get (\S+)$/.exec(line)?.[1] ?? []));
    const before = new Set();
    const stack = [];
    for (const line of body) {
      const [op, name] = line.split(" ");
      if (op === "local.get") {
        if (!this.#values.has(name)) before.add(name);
        stack.push(this.#values.get(name) ?? { line });
      } else if (op === "local.set" || op === "local.tee") {
        this.#values.set(name, op === "local.set" ? stack.pop() : stack.at(-1));
      } else if (op.endsWith(".const") || op === "global.get") {
        stack.push({ line });
      } else {
        const operation = this.#operation(line, op, stack);
        if (!operation.store) stack.push(operation);
      }
    }
    [this.#condition] = stack;
    this.#live = [...this.#values].filter(([name]) => before.has(name) || read.has(name));
    this.#carries = [...this.#values].some(([name, { type }]) => before.has(name) && type === "v128");
  }

  #operation(line, op, stack) {
    const count = TERNARY.test(op) ? 3 : UNARY.test(op) ? 1 : 2;
    const operands = stack.splice(stack.length - count);
    const operation = { line, operands, type: typeOf(op), load: op.includes(".load"), store: op.includes(".store") };
    operation.index = this.#operations.push(operation) - 1;
    return operation;
  }

  /** The lines of the body, or nothing if there is nothing to gain. */
  inTurns() {
    const stores = this.#operations.filter(({ store }) => store);
    const loads = this.#operations.filter(({ load }) => load);
    // A load after a store may read what was stored.
    if (stores.length > 0 && loads.some(({ index }) => index > stores[0].index)) return undefined;
    const results = this.#live.map(([, value]) => value);
    // Sums wait for each other, too, but interleaved they need more registers than there are (softmax f64 2.1 → 2.5).
    if (this.#carries) return undefined;
    const chains = chainsTo(stores);
    if (chains.length < 2 || Math.max(...chains.map((chain) => chain.length)) < LEAST_OPERATIONS) return undefined;

    const nested = this.#nested([...results, this.#condition]);
    const lines = [];
    const done = new Set();
    const write = (value) => {
      if (value.local) lines.push(`local.get ${value.local}`);
      else {
        value.operands?.forEach(write);
        lines.push(value.line);
      }
    };
    const prepare = ({ operands }) => {
      for (const operand of operands ?? []) (nested.has(operand) ? prepare : emit)(operand);
    };
    const emit = (operation) => {
      if (!operation.operands || done.has(operation)) return;
      done.add(operation);
      prepare(operation);
      if (operation.store) for (const before of [...loads, ...stores]) if (before.index < operation.index) emit(before);
      write(operation);
      if (operation.store) return;
      operation.local = `${this.#prefix}${this.locals.length}`;
      this.locals.push(`(local ${operation.local} ${operation.type})`);
      lines.push(`local.set ${operation.local}`);
    };
    const turns = chains.map((chain) => chain.filter((operation) => !nested.has(operation)));
    for (let turn = 0; turns.some((chain) => turn < chain.length); turn++) {
      for (const chain of turns) if (turn < chain.length) emit(chain[turn]);
    }
    for (const operation of [...results, this.#condition]) emit(operation);
    // All are read before any is set: one may be an operand of another.
    for (const value of [this.#condition, ...results]) write(value);
    for (const [name] of [...this.#live].reverse()) lines.push(`local.set ${name}`);
    return lines;
  }

  /** Operations with a single use, which stay nested in their user: each local costs bytes. */
  #nested(results) {
    const uses = new Map();
    for (const value of [...this.#operations.flatMap(({ operands }) => operands), ...results]) {
      uses.set(value, (uses.get(value) ?? 0) + 1);
    }
    return new Set(
      this.#operations.flatMap(({ operands }) =>
        operands.filter((operand) => operand.operands && !operand.load && uses.get(operand) === 1),
      ),
    );
  }
}

/** For each root, the operations that it needs and no earlier chain has, in their old order. */
function chainsTo(roots) {
  const seen = new Set();
  return roots.map((root) => {
    const chain = [];
    const visit = (operation) => {
      if (!operation.operands || seen.has(operation)) return;
      seen.add(operation);
      operation.operands.forEach(visit);
      chain.push(operation);
    };
    visit(root);
    return chain.sort((a, b) => a.index - b.index);
  });
}

function typeOf(op) {
  const [shape, name] = op.split(".");
  if (op === "select" || name === "any_true" || name === "all_true") return "i32";
  return /^[if](32|64)$/.test(shape) ? shape : "v128";
}
