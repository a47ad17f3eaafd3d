// Bundles the declarations of the public entries into dist/, without anything that they do not lead to, and adds to the
// text of each function what its entry in the table says.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import ts from "typescript";

const FROM = "build/declarations";
const TO = "dist";
const ENTRIES = ["index", "exact", "pool", "stream", "formula", "tfjs", "half"];

/** The oldest TypeScript, and the first one whose typed arrays have a type parameter. */
const OLDEST = "5.4";
const GENERIC_ARRAYS = "5.7";

/** Names that declarations use, whatever libraries the program has. */
const NEEDED = '/// <reference lib="esnext.disposable" />\n/// <reference path="./types/globals.d.ts" />\n';

/** An entry of all functions imports the main one, as it does in bundle.mjs: in a shared file, functions would have no texts. */
const wholePackage = {
  name: "whole-package",
  resolveId: (id, importer) =>
    id === "../index.js" && /declarations[\\/]tfjs[\\/]/.test(importer)
      ? { id: "./index.js", external: true }
      : undefined,
};

const bundle = await rollup({
  input: Object.fromEntries(ENTRIES.map((entry) => [entry, `${FROM}/${entry}.d.ts`])),
  external: /^node:/,
  plugins: [wholePackage, dts()],
});
const { output } = await bundle.generate({
  format: "es",
  entryFileNames: "[name].d.ts",
  chunkFileNames: ({ name }) => `types/${name.replace(/\.d$/, "")}.d.ts`,
});
const { index, ...others } = Object.fromEntries(
  await Promise.all(ENTRIES.map(async (entry) => [entry, await import(`../../${TO}/${entry}.js`)])),
);
const specsOf = (exports) =>
  Object.values(exports).flatMap((value) => ("spec" in value ? [[value.spec.name, value.spec]] : []));
/** The functions of the main entry, and of the entry for which there are others of the same names. */
const functions = new Map(specsOf(index));
const exact = new Map(specsOf(others.exact));

const files = output.map(({ fileName, code }) => ts.createSourceFile(fileName, code, ts.ScriptTarget.Latest, true));
const statements = files.flatMap((file) => [...file.statements]);
const interfaces = new Map(statements.filter(ts.isInterfaceDeclaration).map((node) => [node.name.text, node]));

for (const [i, code] of documented(files).entries()) {
  const { fileName } = files[i];
  const entry = fileName.replace(/\.d\.ts$/, "");
  const exported = { index, ...others }[entry];
  publish(fileName, exported ? `${NEEDED}${asTypes(code, exported)}` : code);
  if (exported) write(`${TO}/before-${OLDEST}/${fileName}`, refusal(Object.keys(exported)));
}
publish(
  "types/wasm.d.ts",
  `/// <reference path="./globals.d.ts" />
/** The kernels, where \`.wasm\` files are modules. */
declare const kernels: WebAssembly.Module;
export default kernels;
`,
);
publish(
  "types/globals.d.ts",
  readFileSync("bindings/globals.d.ts", "utf8")
    .replace(/^\/\/ biome-ignore.*\n/gm, "")
    .trimStart(),
);
rmSync(FROM, { recursive: true });

function publish(fileName, text) {
  write(`${TO}/${fileName}`, text);
  write(`${TO}/before-${GENERIC_ARRAYS}/${fileName}`, text.replaceAll(/\b((?:Float|Int|Uint)\d+Array)<\w+>/g, "$1"));
}

function write(file, text) {
  mkdirSync(file.replace(/\/[^/]*$/, ""), { recursive: true });
  writeFileSync(file, text);
}

/** The exports that are not there at run time, classes among them, as types alone. */
function asTypes(code, exported) {
  return code.replaceAll(/^export \{([^}]*)\}( from .*)?;$/gm, (_, list, from = "") => {
    const names = list.split(",").map((name) => name.trim());
    const isValue = (name) => name.split(" as ").at(-1) in exported;
    const group = (keyword, members) => (members.length ? `${keyword} { ${members.join(", ")} }${from};` : "");
    const types = names.filter((name) => !isValue(name));
    return `${group("export", names.filter(isValue))}\n${group("export type", types)}`.trim();
  });
}

/** Declarations for a compiler that is too old, which say so wherever something is used. */
function refusal(names) {
  const type = `{ "lanewise needs TypeScript ${OLDEST} or later": never }`;
  return names.map((name) => `export declare const ${name}: ${type};\n`).join("");
}

/**
 * The files with the texts of functions and of their parameters.
 *
 * For `sigmoid(x)` editors show the comment of the signature, and the text of sigmoid only if there is none. So a
 * signature of a function gives its comment away: tags to the function, texts of parameters to the parameters.
 */
function documented(files) {
  const signatures = new Set();
  const insertions = new Map(files.map((file) => [file, []]));
  const insert = (node, insertion) => insertions.get(node.getSourceFile()).push(insertion);
  for (const statement of statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const [{ name, type }] = statement.declarationList.declarations;
    const spec = (statement.getSourceFile().fileName === "exact.d.ts" ? exact : functions).get(name.text);
    if (!spec) continue;
    const comment = commentOf(statement);
    const signature = signatureOf(type);
    signatures.add(signature);
    const text = describe(textOf(comment), textOf(commentOf(signature)), spec);
    insert(statement, { from: comment.pos, to: comment.end, text });
    for (const property of membersOf(type)) {
      const parameter = spec.parameters?.[property.name.text];
      if (parameter)
        insert(property, { from: property.pos, to: property.pos, text: `\n    /** ${sentence(about(parameter))} */` });
    }
  }
  for (const signature of signatures) {
    const { pos, end } = commentOf(signature);
    insert(signature, { from: pos, to: end, text: "" });
    for (const parameter of signature.parameters) {
      const [tag] = ts.getJSDocParameterTags(parameter);
      const at = parameter.getStart();
      insert(signature, { from: at, to: at, text: `/** ${tag.comment.replaceAll(/\s+/g, " ")} */ ` });
    }
  }
  return files.map((file) => {
    const ordered = insertions.get(file).sort((a, b) => b.from - a.from);
    return ordered.reduce((text, { from, to, text: added }) => text.slice(0, from) + added + text.slice(to), file.text);
  });
}

/** The call signature of a function's type. */
function signatureOf(type) {
  const reference = ts.isIntersectionTypeNode(type) ? type.types[0] : type;
  let node = interfaces.get((reference.typeName ?? reference.expression).text);
  while (!node.members.some(ts.isCallSignatureDeclaration)) {
    node = interfaces.get(node.heritageClauses[0].types[0].expression.text);
  }
  return node.members.find(ts.isCallSignatureDeclaration);
}

function commentOf(node) {
  return ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1);
}

/** The lines of a comment. */
function textOf(comment) {
  return comment
    .getText()
    .replace(/^\/\*\*\s*/, "")
    .replace(/\s*\*\/$/, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, ""));
}

/** The options in the first type of a function: others repeat them. */
function membersOf(type) {
  if (ts.isIntersectionTypeNode(type)) return membersOf(type.types[0]);
  if (ts.isTypeReferenceNode(type)) return (type.typeArguments ?? []).flatMap(membersOf);
  return ts.isTypeLiteralNode(type) ? type.members : [];
}

/** A comment with the formula, parameters, range, bounds and source of its function, and the tags of its signature. */
function describe(text, tags, spec) {
  const elementwise = "derivative" in spec;
  const facts = [
    elementwise ? `f(x) = \`${spec.formula}\`` : `Result: \`${spec.formula}\``,
    elementwise ? `f′(x) = \`${spec.derivative}\`` : `Gradient: \`${spec.gradient}\``,
    ...Object.entries(spec.parameters ?? {}).map(([name, parameter]) => `\`${name}\`: ${about(parameter)}`),
    ...(typeof spec.range === "function" ? [] : [`Results from ${number(spec.range[0])} to ${number(spec.range[1])}`]),
    `Max error: ${elementwise ? boundsOf(spec) : shapedBoundsOf(spec)}`,
  ];
  const lines = [...text, "", ...facts.map((fact) => `- ${fact}`), "", ...tags, `@see ${spec.source}`];
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */`;
}

function about({ description, default: preset, range, gradient }) {
  const value = preset === undefined ? "required" : `default ${number(preset)}`;
  return `${description}; ${range.text}; ${value}${gradient ? `; gradient ${gradient}` : ""}`;
}

function sentence(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

function boundsOf({ errorBounds: { f32, f64, absolute } }) {
  const bound = (direction) => {
    const both = f32[direction] === f64[direction] ? "" : ` (f64: ${f64[direction]})`;
    return `${f32[direction]} ULP${both}${absolute?.[direction] ? ", or as many 2⁻²⁴ (f64: 2⁻⁵³)" : ""}`;
  };
  return `${bound("value")} of f, ${bound("derivative")} of f′`;
}

function shapedBoundsOf({ errorBounds: { f32, f64, scope } }) {
  return `${f32} ULP${f32 === f64 ? "" : ` (f64: ${f64})`}${scope ? ` ${scope}` : ""}`;
}

function number(value) {
  return String(value).replace("Infinity", "∞").replace("-", "−");
}
