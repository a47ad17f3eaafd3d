import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { MODULES, type Module, TYPES } from "./modules.js";

/**
 * The entry of a module of kernels: each class in a folder of assembly/ that bears @kernel, and each generic function
 * exported there, once for each element type. A function that is not generic is for f32 alone. All files of the folder are
 * read, so none can be forgotten.
 */

interface Loop {
  /** The function that runs an op, and its file in assembly/loops/, if it is not the loops over elements. */
  readonly run: string;
  readonly file?: string;
  /** The method of the op that the loop is for. */
  readonly method: string;
  /** The end of the kernel's name if the class has others, too. */
  readonly suffix: string;
  /** True if the loop takes `heavy`. */
  readonly heavy?: boolean;
  /** A class of the loop's file that presents the op to the loop. */
  readonly adapter?: string;
}

/** How a class is run, by the interfaces it implements. */
const LOOPS: Readonly<Record<string, Loop>> = {
  Forward: { run: "forward", method: "f", suffix: "", heavy: true },
  Backward: { run: "backward", method: "grad", suffix: "_grad", heavy: true },
  FromOutput: {
    run: "backward",
    method: "fromOutput",
    suffix: "_from_output",
    heavy: true,
    adapter: "OutputGradient",
  },
  Choice: { run: "choose", file: "choose", method: "pick", suffix: "" },
  Fusion: { run: "fuse", file: "fuse", method: "join", suffix: "" },
  Rational: { run: "rational", file: "rational", method: "result", suffix: "" },
  Sensitivity: { run: "total", file: "total", method: "term", suffix: "" },
  RowOp: { run: "rows", file: "rows", method: "map", suffix: "" },
};

const DECORATORS = { class: ["kernel", "final"], method: ["heavy", "paired", "narrow", "inline"] };

interface Parameter {
  readonly name: string;
  readonly type: string;
}

interface Kernel {
  readonly name: string;
  /** The call, with T for the element type. */
  readonly call: string;
  /** The element types that it is for, if not all of the module's. */
  readonly types?: readonly (keyof typeof TYPES)[];
  readonly parameters: readonly Parameter[];
  readonly returns: string;
  /** Names that the call takes from the kernel's file, and from the loops'. */
  readonly uses: readonly string[];
  /** The file of its loop, if it has one, and what it imports from there. */
  readonly loop?: { readonly file: string; readonly names: readonly string[] };
  readonly node: ts.Node;
}

/** A mistake in a kernel file, with its place. */
export class Mistake extends Error {
  constructor(node: ts.Node, message: string) {
    const source = node.getSourceFile();
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    super(`${source.fileName}:${line + 1}: ${message}`);
  }
}

/** The text of the entry for a module of `assembly`, with imports relative to a sibling folder. */
export function entryOf(assembly: string, module: Module = MODULES[0]): string {
  const kernels = new Map<string, Kernel>();
  const imports = new Map<string, Set<string>>();
  const take = (file: string, names: readonly string[]) => {
    const taken = imports.get(file) ?? new Set();
    for (const name of names) taken.add(name);
    imports.set(file, taken);
  };
  for (const file of filesOf(assembly)) {
    const source = parse(`${assembly}/${file}.ts`);
    if (!file.startsWith(`${module.folder}/`)) {
      if (!MODULES.some(({ folder }) => file.startsWith(`${folder}/`))) refuseKernels(source);
      continue;
    }
    const found = source.statements.flatMap((node) => kernelsOf(node, assembly, module));
    if (found.length === 0) throw new Mistake(source, "has no kernel; what kernels share belongs in math/ or simd/");
    for (const kernel of found) {
      const twin = kernels.get(kernel.name);
      if (twin) throw new Mistake(kernel.node, `kernel "${kernel.name}" is in ${placeOf(twin.node)}, too`);
      kernels.set(kernel.name, kernel);
      take(file, kernel.uses);
      if (kernel.loop) take(`loops/${kernel.loop.file}`, kernel.loop.names);
    }
  }
  const lines = [...imports].map(
    ([file, names]) => `import { ${[...names].join(", ")} } from "../${assembly}/${file}";`,
  );
  const exported = [...kernels.values()].flatMap((kernel) => exportsOf(kernel, module));
  return `${[...lines, ...exported].join("\n")}\n`;
}

function namesOf({ run, adapter }: Loop): string[] {
  return adapter ? [run, adapter] : [run];
}

function exportsOf({ name, call, parameters, returns, types }: Kernel, module: Module): string[] {
  return (types ?? module.types).map((type) => {
    const list = parameters.map((each) => `${each.name}: ${each.type === "T" ? type : each.type}`).join(", ");
    const body = call.replace(/<T\b/g, `<${type}`);
    const result = returns === "void" ? body : `return ${body}`;
    return `export function ${name}_${type}(${list}): ${returns} { ${result}; }`;
  });
}

/** The files of a folder and of those in it, without their extension. */
function filesOf(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => path.replaceAll("\\", "/"));
  return paths
    .filter((path) => /(?<!\.d)\.ts$/.test(path))
    .map((path) => path.slice(0, -3))
    .sort();
}

function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
}

function placeOf(node: ts.Node): string {
  return node.getSourceFile().fileName;
}

function refuseKernels({ statements }: ts.SourceFile): void {
  for (const node of statements) {
    const [first] = ts.isClassDeclaration(node) ? (ts.getDecorators(node) ?? []) : [];
    if (first && nameOf(first) === "kernel")
      throw new Mistake(first, `@kernel has its place in ${MODULES.map(({ folder }) => `${folder}/`).join(", ")} only`);
  }
}

function kernelsOf(node: ts.Statement, assembly: string, module: Module): Kernel[] {
  if (ts.isClassDeclaration(node)) return ofClass(node, assembly, module);
  return ts.isFunctionDeclaration(node) && isExported(node) ? [ofFunction(node)] : [];
}

function ofFunction(node: ts.FunctionDeclaration): Kernel {
  const name = node.name?.text ?? "";
  checkName(node, name);
  const generic = node.typeParameters?.map((parameter) => parameter.name.text).join();
  if (generic !== undefined && generic !== "T") {
    throw new Mistake(node, `${name}: expected ${name}<T>, or no element type for f32 alone, since it is exported`);
  }
  const parameters = parametersOf(node);
  return {
    name,
    call: `${name}${generic ? "<T>" : ""}(${parameters.map((each) => each.name).join(", ")})`,
    ...(!generic && { types: ["f32"] as const }),
    parameters,
    returns: node.type?.getText() ?? "void",
    uses: [name],
    node,
  };
}

function ofClass(node: ts.ClassDeclaration, assembly: string, module: Module): Kernel[] {
  checkDecorators(node, DECORATORS.class);
  for (const member of node.members) checkDecorators(member, DECORATORS.method);
  const decorator = find(node, "kernel");
  if (!decorator) return [];
  const [name, last, ...more] = argumentsOf(decorator);
  if (!name || !ts.isStringLiteral(name)) throw new Mistake(decorator, 'expected @kernel("name")');
  checkName(decorator, name.text);
  const op = node.name?.text;
  if (!op || !isExported(node)) throw new Mistake(node, `"${name.text}": expected an exported class with a name`);
  if (!find(node, "final")) throw new Mistake(node, `${op}: expected @final, without which its methods may be virtual`);

  const interfaces = (node.heritageClauses ?? []).flatMap(({ types }) => types.map((type) => type.getText()));
  const unknown = interfaces.find((each) => !LOOPS[each]);
  if (interfaces.length === 0 || unknown) {
    throw new Mistake(
      node,
      `${op} implements ${unknown ?? "nothing"}; expected some of ${Object.keys(LOOPS).join(", ")}`,
    );
  }
  const methods = new Map(node.members.map((member) => [member.name?.getText(), member]));
  for (const [each, { method }] of Object.entries(LOOPS)) {
    if (methods.has(method) !== interfaces.includes(each)) {
      const [has, lacks] = methods.has(method) ? [method, each] : [each, method];
      throw new Mistake(node, `${op} has ${has}, which has no use without ${lacks}`);
    }
  }
  if (more.length > 0 || (last && !(ts.isIdentifier(last) && interfaces.includes("RowOp")))) {
    throw new Mistake(decorator, `@kernel of ${op}: expected nothing after the name, or the last class of a RowOp`);
  }
  return interfaces.map((each): Kernel => {
    const loop = LOOPS[each]!;
    const file = loop.file ?? module.loops;
    const run = functionOf(`${assembly}/loops/${file}.ts`, loop.run);
    const parameters = parametersOf(run);
    const own = node.typeParameters ? `${op}<T>` : op;
    const adapted = loop.adapter ? `${loop.adapter}<${own}>` : own;
    const classes = each === "RowOp" ? `${own}, ${last ? `${last.getText()}<T>` : own}` : adapted;
    const types = run.typeParameters?.[0]?.name.text === "T" ? `T, ${classes}` : classes;
    const values = [...parameters.map((parameter) => parameter.name), ...heavy(methods.get(loop.method)!, loop)];
    return {
      name: name.text + (interfaces.length > 1 ? loop.suffix : ""),
      call: `${loop.run}<${types}>(${values.join(", ")})`,
      parameters,
      // A row op with rounds says whether there is to be another one.
      returns: /\bROUNDS\b/.test(methods.get("uses")?.getText() ?? "") ? "bool" : "void",
      uses: last ? [op, last.getText()] : [op],
      loop: { file, names: namesOf(loop) },
      node,
    };
  });
}

/** The arguments of a loop for `heavy`, `paired` and `narrow`, if it takes them. */
function heavy(method: ts.ClassElement, loop: Loop): string[] {
  if (find(method, "paired")) return ["false", "true"];
  if (find(method, "narrow")) return ["false", "false", "true"];
  const decorator = find(method, "heavy");
  if (!decorator) return [];
  if (!loop.heavy) throw new Mistake(decorator, `@heavy: ${loop.run} has one number of vectors for all`);
  const [type, ...more] = argumentsOf(decorator);
  if (!type) return ["true"];
  const bytes = ts.isStringLiteral(type) && TYPES[type.text as keyof typeof TYPES];
  if (!bytes || more.length > 0) throw new Mistake(decorator, `expected @heavy, @heavy("f32") or @heavy("f64")`);
  return [`sizeof<T>() === ${bytes}`];
}

function functionOf(path: string, name: string): ts.FunctionDeclaration {
  const source = parse(path);
  const found = source.statements.filter(ts.isFunctionDeclaration).find((node) => node.name?.text === name);
  if (!found) throw new Mistake(source, `has no function ${name}`);
  return found;
}

/** The parameters that have no default. */
function parametersOf(node: ts.FunctionDeclaration): Parameter[] {
  const required = node.parameters.filter(({ initializer }) => !initializer);
  return required.map(({ name, type }) => ({ name: name.getText(), type: type?.getText() ?? "" }));
}

function isExported(node: ts.ClassDeclaration | ts.FunctionDeclaration): boolean {
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function checkName(node: ts.Node, name: string): void {
  if (!/^[a-z][a-z\d]*(_[a-z\d]+)*$/.test(name)) throw new Mistake(node, `"${name}": expected a name in snake_case`);
}

function checkDecorators(node: ts.ClassDeclaration | ts.ClassElement, known: readonly string[]): void {
  for (const decorator of decoratorsOf(node)) {
    const name = nameOf(decorator);
    if (!known.includes(name))
      throw new Mistake(decorator, `unknown decorator @${name}, expected @${known.join(", @")}`);
  }
}

function decoratorsOf(node: ts.Node): readonly ts.Decorator[] {
  return (ts.canHaveDecorators(node) && ts.getDecorators(node)) || [];
}

function find(node: ts.Node, name: string): ts.Decorator | undefined {
  return decoratorsOf(node).find((decorator) => nameOf(decorator) === name);
}

function nameOf({ expression }: ts.Decorator): string {
  return (ts.isCallExpression(expression) ? expression.expression : expression).getText();
}

function argumentsOf({ expression }: ts.Decorator): readonly ts.Expression[] {
  return ts.isCallExpression(expression) ? expression.arguments : [];
}
