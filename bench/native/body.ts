/** A function of the module. */
export interface Source {
  /** Its name in C. */
  readonly id: string;
  readonly name: string;
  /** In C; `result` is left out where there is none. */
  readonly parameters: readonly string[];
  readonly result: string | undefined;
  /** One instruction a line, without what surrounds it. */
  readonly body: readonly string[];
}

export const TYPES: Readonly<Record<string, string>> = { i32: "u32", f32: "float", f64: "double", v128: "v128" };

const UNARY =
  /\.(load|load\d+(_splat|x\d_u)|eqz|neg|abs|sqrt|floor|splat|any_true|all_true|promote_low_f32x4|demote_f64x2_zero)$/;
const TERNARY = /^(v128\.bitselect|select)$/;

/** An open block, loop or if. */
interface Frame {
  /** As written, and in C. */
  readonly name: string | undefined;
  readonly label: string;
  readonly loop: boolean;
  /** The variable of its value. */
  readonly result: string | undefined;
  /** How many values the stack had before. */
  readonly height: number;
}

/** A function's body in C: each value on the stack is a variable of its own, set where it is pushed. */
export class Body {
  readonly #source: Source;
  readonly #functions: ReadonlyMap<string, Source>;
  readonly #globals: ReadonlyMap<string, string>;
  readonly #lines: string[] = [];
  readonly #stack: string[] = [];
  readonly #frames: Frame[] = [];
  #variables = 0;
  #labels = 0;
  /** How many blocks are open in code that cannot be reached; undefined in code that can. */
  #unreachable: number | undefined;

  constructor(source: Source, functions: ReadonlyMap<string, Source>, globals: ReadonlyMap<string, string>) {
    this.#source = source;
    this.#functions = functions;
    this.#globals = globals;
  }

  text(): string {
    this.#lines.push("uint8_t *const memory = lanewise_memory;");
    for (const line of this.#source.body) if (this.#reached(line)) this.#translate(line);
    if (this.#source.result && this.#unreachable === undefined) this.#lines.push(`return ${this.#pop()};`);
    return this.#lines.join("\n");
  }

  #reached(line: string): boolean {
    if (this.#unreachable === undefined) return true;
    const [op] = line.split(" ");
    if (this.#unreachable === 0 && (op === "end" || op === "else")) return true;
    if (op === "block" || op === "loop" || op === "if") this.#unreachable++;
    else if (op === "end") this.#unreachable--;
    return false;
  }

  #translate(line: string): void {
    const [op, name = "", type = ""] = line.split(" ") as [string, string?, string?];
    const local = `l${name.slice(1)}`;
    switch (op) {
      case "(local": {
        const value = type === "v128)" ? "v128_const(0, 0, 0, 0)" : "0";
        this.#lines.push(`${TYPES[type.slice(0, -1)]} ${local} = ${value};`);
        break;
      }
      case "local.get":
        this.#push(local);
        break;
      case "local.set":
        this.#lines.push(`${local} = ${this.#pop()};`);
        break;
      case "local.tee":
        this.#lines.push(`${local} = ${this.#pop()};`);
        this.#push(local);
        break;
      case "global.get":
        this.#push(this.#globals.get(name)!);
        break;
      case "drop":
        this.#pop();
        break;
      case "block":
      case "loop":
      case "if":
        this.#open(op, line);
        break;
      case "else":
        this.#settle();
        this.#lines.push("} else {");
        break;
      case "end":
        this.#close();
        break;
      case "br":
        this.#lines.push(this.#branch(name));
        this.#unreachable = 0;
        break;
      case "br_if":
        this.#lines.push(`if (${this.#pop()}) { ${this.#branch(name)} }`);
        break;
      case "return":
        this.#lines.push(this.#source.result ? `return ${this.#pop()};` : "return;");
        this.#unreachable = 0;
        break;
      case "call":
        this.#call(this.#functions.get(name)!);
        break;
      default:
        this.#operation(line);
        break;
    }
  }

  #operation(line: string): void {
    const [op, ...immediates] = line.split(" ") as [string, ...string[]];
    const name = op.replace(".", "_");
    if (op.endsWith(".const")) {
      const lanes = immediates.filter((word) => word !== "i32x4");
      this.#push(`${name}(${lanes.join(", ")})`);
      return;
    }
    const operands = this.#take(TERNARY.test(op) ? 3 : UNARY.test(op) ? 1 : 2);
    if (/\.(load|store)/.test(op)) {
      const offset = immediates.find((word) => word.startsWith("offset="));
      operands[0] = `AT(${operands[0]}, ${offset?.slice("offset=".length) ?? 0})`;
    }
    const lanes = immediates.filter((word) => /^\d+$/.test(word));
    const expression = `${name}(${[...operands, ...lanes].join(", ")})`;
    if (op.includes(".store")) this.#lines.push(`${expression};`);
    else this.#push(expression);
  }

  #call({ id, parameters, result }: Source): void {
    const expression = `${id}(${this.#take(parameters.length).join(", ")})`;
    if (result) this.#push(expression);
    else this.#lines.push(`${expression};`);
  }

  #open(op: string, line: string): void {
    const condition = op === "if" ? `if (${this.#pop()}) ` : "";
    const [, name] = /^\w+ (\$\S+)/.exec(line) ?? [];
    const [, type] = /\(result (\w+)\)/.exec(line) ?? [];
    const number = this.#labels++;
    const result = type && `r${number}`;
    const frame: Frame = { name, label: `L${number}`, loop: op === "loop", result, height: this.#stack.length };
    if (result) this.#lines.push(`${TYPES[type]} ${result};`);
    this.#lines.push(`${frame.loop ? `${frame.label}:;\n` : ""}${condition}{`);
    this.#frames.push(frame);
  }

  #close(): void {
    this.#settle();
    const { label, loop, result } = this.#frames.pop()!;
    this.#lines.push(loop ? "}" : `}\n${label}:;`);
    if (result) this.#stack.push(result);
  }

  /** The end of a block or of one of its arms. */
  #settle(): void {
    const { result, height } = this.#frames.at(-1)!;
    if (result && this.#unreachable === undefined) this.#lines.push(`${result} = ${this.#pop()};`);
    this.#stack.length = height;
    this.#unreachable = undefined;
  }

  /** A branch, with the value on the stack if it leaves a block that has one; there it stays. */
  #branch(name: string): string {
    const frame = [...this.#frames].reverse().find((one) => one.name === name);
    if (!frame) throw new Error(`translate: a branch to no block: ${name} in ${this.#source.name}`);
    const value = frame.result && !frame.loop ? `${frame.result} = ${this.#stack.at(-1)!}; ` : "";
    return `${value}goto ${frame.label};`;
  }

  #push(expression: string): void {
    const variable = `t${this.#variables++}`;
    this.#lines.push(`const __auto_type ${variable} = ${expression};`);
    this.#stack.push(variable);
  }

  #pop(): string {
    const value = this.#stack.pop();
    if (value === undefined) throw new Error(`translate: an empty stack in ${this.#source.name}`);
    return value;
  }

  #take(count: number): string[] {
    return Array.from({ length: count }, () => this.#pop()).reverse();
  }
}
