import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import ts from "typescript";
import type { Area, Mutant } from "./mutant.js";

/** All mutants of a TypeScript file, from its syntax tree. */

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "===": ["!=="],
  "!==": ["==="],
  "&&": ["||"],
  "||": ["&&"],
  "??": ["&&"],
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
  "<<": [">>"],
  ">>": ["<<"],
  ">>>": ["<<"],
  "&": ["|"],
  "|": ["&"],
  "+=": ["-="],
  "-=": ["+="],
  "*=": ["/="],
  "??=": ["="],
};

const METHODS: Readonly<Record<string, string>> = { min: "max", max: "min", some: "every", every: "some" };

/** Statements that do something, and may be left out. */
function removable(node: ts.Node): boolean {
  return ts.isExpressionStatement(node) || ts.isThrowStatement(node) || ts.isContinueStatement(node);
}

/** The replacements of a node, as text, in place of the node or of a part of it. */
function* changesOf(node: ts.Node, source: ts.SourceFile): Generator<readonly [ts.Node, string]> {
  const text = (part: ts.Node) => part.getText(source);
  if (removable(node) || (ts.isReturnStatement(node) && !node.expression)) yield [node, ";"];
  if (ts.isBinaryExpression(node)) {
    for (const operator of OPERATORS[text(node.operatorToken)] ?? []) yield [node.operatorToken, operator];
  }
  if (ts.isPrefixUnaryExpression(node)) {
    if (node.operator === ts.SyntaxKind.ExclamationToken) yield [node, `(${text(node.operand)})`];
    if (node.operator === ts.SyntaxKind.MinusToken) yield [node, text(node.operand)];
  }
  if ((ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) && /\+\+/.test(text(node))) {
    yield [node, text(node).replace("++", "--")];
  }
  if (ts.isNumericLiteral(node) && !ts.isPrefixUnaryExpression(node.parent)) {
    yield [node, `${Number(node.text) + 1}`];
    if (Number(node.text) > 0) yield [node, `${Number(node.text) - 1}`];
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword) yield [node, "false"];
  if (node.kind === ts.SyntaxKind.FalseKeyword) yield [node, "true"];
  if (ts.isReturnStatement(node) && node.expression && !ts.isIdentifier(node.expression)) {
    yield [node.expression, "undefined as never"];
  }
  if (ts.isIfStatement(node) || ts.isConditionalExpression(node)) {
    const condition = ts.isIfStatement(node) ? node.expression : node.condition;
    yield [condition, `!(${text(condition)})`];
    if (!ts.isConditionalExpression(node)) yield [condition, "(false as boolean)"];
  }
  if (ts.isPropertyAccessExpression(node) && ts.isCallExpression(node.parent)) {
    const other = METHODS[text(node.name)];
    if (other !== undefined) yield [node.name, other];
  }
}

export function sourceMutants(file: string, area: Area): Mutant[] {
  const text = readFileSync(file, "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Mutant[] = [];
  // Equal lines are told apart by how many come before.
  const placeOf = (start: number) => {
    const begin = text.lastIndexOf("\n", start - 1) + 1;
    const line = text.slice(begin).split("\n", 1)[0]!;
    return `${line.trim()} ${start - begin} ${text.slice(0, begin).split(line).length}`;
  };
  const visit = (node: ts.Node) => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node)) return;
    for (const [part, after] of changesOf(node, source)) {
      const [start, end] = [part.getStart(source), part.end];
      const line = source.getLineAndCharacterOfPosition(start).line + 1;
      const place = placeOf(start);
      found.push({ area, group: dirname(file), file, line, start, end, place, before: text.slice(start, end), after });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
