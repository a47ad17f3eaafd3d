import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { translate } from "../../bench/native/translate.js";

/** The translation of the kernels to C; npm run bench:native compares the bits of what it computes. */

const wat = readFileSync("build/lanewise.wat", "utf8");

test("every export of the module is in C, too", () => {
  const named = Array.from(wat.matchAll(/^ \(export "(\S+)"/gm), ([, name]) => name);
  const translated = Array.from(translate(wat).matchAll(/^ {2}\{"(\S+)", call_/gm), ([, name]) => name);
  expect(named.length).toBeGreaterThan(200);
  expect(translated).toEqual(named);
});

/** The body in C of a function with one parameter. */
function translated(...body: readonly string[]): readonly string[] {
  const func = ` (func $f (param $0 i32)\n${body.join("\n")}\n )`;
  const c = translate(`(module\n (export "f" (func $f))\n${func}\n)`);
  return /lanewise_memory;\n([\s\S]*?)\n\}\nstatic void call_f/.exec(c)![1]!.split("\n");
}

test("a loop with its branch back, and a store with its offset", () => {
  const copy = ["local.get $0", "local.get $0", "v128.load", "v128.store offset=16"];
  expect(translated("loop $again", ...copy, "local.get $0", "br_if $again", "end")).toEqual([
    "L0:;",
    "{",
    "const __auto_type t0 = l0;",
    "const __auto_type t1 = l0;",
    "const __auto_type t2 = v128_load(AT(t1, 0));",
    "v128_store(AT(t0, 16), t2);",
    "const __auto_type t3 = l0;",
    "if (t3) { goto L0; }",
    "}",
  ]);
});

test("code after a return is left out, but not the other arm", () => {
  const arms = ["return", "local.get $0", "drop", "else", "i32.const 1", "local.set $0"];
  expect(translated("local.get $0", "if", ...arms, "end")).toEqual([
    "const __auto_type t0 = l0;",
    "if (t0) {",
    "return;",
    "} else {",
    "const __auto_type t1 = i32_const(1);",
    "l0 = t1;",
    "}",
    "L0:;",
  ]);
});
