import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Failure } from "../../cli/core/failure.js";
import { parseHeader } from "../../cli/io/npy.js";
import { parseLiteral } from "../../cli/io/python-literal.js";
import { withHeader } from "../support/cli.js";

/** The header of .npy files, judged by NumPy's own reader where Python has NumPy. */

const NUMPY_READER = `
import sys, json, io, base64, warnings
import numpy
from numpy.lib import format as npy
warnings.simplefilter("ignore")
results = []
for line in sys.stdin:
    try:
        file = io.BytesIO(base64.b64decode(line))
        version = npy.read_magic(file)
        read = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}.get(version)
        if read is None: raise ValueError("version")
        shape, order, dtype = read(file)
        results.append([[str(int(size)) for size in shape], bool(order), dtype.str if dtype.names is None and dtype.shape == () else "fields"])
    except Exception:
        results.append(None)
print(json.dumps(results))
`;

const hasNumpy = spawnSync("python3", ["-c", "import numpy"]).status === 0;

type Reading = readonly [shape: readonly string[], fortranOrder: boolean, descr: string];

function readByNumpy(files: readonly Uint8Array[]): readonly (Reading | null)[] {
  const input = files.map((file) => `${Buffer.from(file).toString("base64")}\n`).join("");
  const { stdout, stderr } = spawnSync("python3", ["-c", NUMPY_READER], { input, maxBuffer: 2 ** 26 });
  expect(stderr.toString()).toBe("");
  return JSON.parse(stdout.toString());
}

/** The array that we read; a message where NumPy's array is not one of ours, though it is an array. */
function readHere(file: Uint8Array): Reading | null | string {
  try {
    const { shape, fortranOrder, stored } = parseHeader(file);
    return [shape.map(String), fortranOrder, stored.description];
  } catch (cause) {
    expect(cause).toBeInstanceOf(Failure);
    const { message } = cause as Failure;
    return /^dtype |more elements than|dimensions/.test(message) ? message : null;
  }
}

/** Mostly the first, so that most of a header is right. */
const mostly = (first: string, ...others: string[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(first) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const description = mostly(
  "'<f4'",
  ..."'>f8' '|u1' '<i8' '<b1' u'<f4' r'<f4' '<''f4' '\\x3cf4' '<f\\64' '''<f4''' b'<f4' ('<f4',) None '<c8'".split(" "),
  ..."'f' '<d' 'float32' '<float32' '<f2' '=f4' '|f4' '<f3' '?' '<u2' '\\u003cf4' '\\q' '<F4' '|S4' 'f04' '<f4".split(
    " ",
  ),
  "[('a', '<f4')]",
  "'<f4 '",
);
const order = mostly("False", "True", "0", "None", "true", "(True)", "(False,)", "'False'", "not True", "True True");
const size = mostly(
  "3",
  ..."0 1 2L 1_0 0x10 0b11 0o7 +3 --3 1.0 True (2) 007 00 1e3 9007199254740993 1__0 3l 1j 1+2j".split(" "),
  "3 L",
  "9".repeat(20),
);
const sizes = fc.array(size, { maxLength: 3 }).chain((all) => {
  const inside = all.join(", ");
  return mostly(
    all.length === 1 ? `(${inside},)` : `(${inside})`,
    `(${inside})`,
    `[${inside}]`,
    `(${inside},)`,
    `(${inside},,)`,
    `(${inside}`,
    inside,
  );
});
const separator = mostly(", ", ",", " , ", ",,", "", ",\n", ", #c\n", ",\\\n", ",\f", ",\r\n", ",\r", ",\v", ",\xa0");
const key = (name: string) =>
  mostly(`'${name}'`, `"${name}"`, `u'${name}'`, `b'${name}'`, `'${name[0]}' '${name.slice(1)}'`, name);
const value = fc.constantFrom(
  "'<f4'",
  "True",
  "(3,)",
  "...",
  "{1: 2}",
  "{1}",
  "set()",
  "1.5",
  "{}",
  "[[]]",
  "1+2j",
  "{1,}",
  "-True",
  "1if",
);

const text = fc
  .record({
    entries: fc.tuple(
      fc.tuple(key("descr"), description),
      fc.tuple(key("fortran_order"), order),
      fc.tuple(key("shape"), sizes),
    ),
    more: fc.option(fc.tuple(fc.oneof(key("descr"), key("shape"), key("extra")), value), { freq: 5 }),
    order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
    drop: fc.integer({ min: 0, max: 40 }),
    colon: mostly(": ", ":", " :", "::", "", " :\n"),
    separator,
    front: mostly("", " ", "\n", "\t", "#c\n", " #c\n", "\n ", "\\\n", "\0", "\f", " \n"),
    open: mostly("{", "{ ", "{\n", "({", "{{", "[{"),
    close: mostly(", }", "}", ",}", "})", "", "}}", "},", "} # x"),
    back: mostly("   \n", "\n", "", " ", "\n  \n", "\n#x", " ;", "\n 1", "\0", "\r\n", "\r", "\n\\\n"),
  })
  .map(({ entries, more, order, drop, ...parts }) => {
    const all = [...entries, ...(more ? [more] : [])].filter((_, i) => i !== drop);
    const sorted = order.filter((i) => i < all.length).map((i) => all[i]!);
    const inside = sorted.map(([name, text]) => `${name}${parts.colon}${text}`).join(parts.separator);
    return `${parts.front}${parts.open}${inside}${parts.close}${parts.back}`;
  });
/** The same with one character more, less or other. */
const broken = fc
  .tuple(text, fc.nat(200), fc.option(fc.constantFrom(..."{}()[]',:\"\\ \n0fLT#u.+-_".split(""))))
  .map(([text, at, put]) => text.slice(0, at) + (put ?? "") + text.slice(at + (put === null ? 1 : 0)));
const version = fc.oneof(
  { weight: 6, arbitrary: fc.constant<[number, number]>([1, 0]) },
  { weight: 1, arbitrary: fc.constantFrom<[number, number]>([2, 0], [1, 1], [0, 0], [4, 0]) },
);
const files = fc
  .tuple(fc.oneof({ weight: 3, arbitrary: text }, { weight: 1, arbitrary: broken }), version)
  .map(([text, version]) => withHeader(text, 0, version));

describe("headers", () => {
  test.skipIf(!hasNumpy)(
    "are taken where NumPy takes them, with the same meaning, and only there (apt-get install python3-numpy)",
    () => {
      const all = fc.sample(files, { numRuns: 5_000, seed: 7 });
      const readings = readByNumpy(all);
      const differences = all.flatMap((file, i) => {
        const [want, got] = [readings[i]!, readHere(file)];
        if (want === null) return typeof got === "object" && got !== null ? [[String.fromCharCode(...file), got]] : [];
        // Arrays of NumPy that hold no numbers, or more of them than can be.
        if (typeof got === "string")
          return /^dtype (<c8|\|S4|with fields)|than can be/.test(got) ? [] : [[String.fromCharCode(...file), got]];
        const oneRow = want[0].filter((size) => size !== "1").length <= 1 || want[0].includes("0");
        const same = JSON.stringify([want[0], want[1] && !oneRow, want[2]]) === JSON.stringify(got);
        return same ? [] : [[String.fromCharCode(...file), want, got]];
      });
      expect(differences.slice(0, 5)).toEqual([]);
      expect(readings.filter((reading) => reading !== null).length).toBeGreaterThan(500);
    },
  );

  test("count the last of two equal keys", () => {
    const header = "{'shape': (9,), 'descr': '<f4', 'shape': (2, 3), 'fortran_order': True, 'fortran_order': False}\n";
    expect(parseHeader(withHeader(header, 0))).toMatchObject({ shape: [2, 3], fortranOrder: false });
  });

  test("take no time that grows faster than their length", () => {
    // Each took minutes, or the whole stack, in readers that look for keys with patterns, or that recurse without end.
    for (const piece of [
      "'descr':[",
      "(",
      "{",
      "'descr':",
      "[[],",
      "'a' ",
      "1_",
      "1e",
      "\\\n",
      "# \n",
      "-",
      "((),",
      "{1:",
    ]) {
      const text = piece.repeat(Math.floor(2 ** 20 / piece.length));
      expect(parseLiteral(`{'shape': (${text}`, true)).toBeUndefined();
      expect(() => parseHeader(withHeader(text, 0, [2, 0]))).toThrow(/NumPy reads 10000 at most/);
    }
  });

  test("of any bytes are refused with a Failure, or taken", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom<[number, number]>([1, 0], [2, 0], [3, 0]),
        (bytes, version) => {
          expect(readHere(withHeader(bytes, 0, version))).not.toBeUndefined();
        },
      ),
    );
  });
});

test.each([
  ["{}\n ", false],
  ["{}\n\n\t", false],
  ["{}\n# x\n ", false],
  ["{}\n \n", true],
  ["{}  ", true],
  ["{}\n #x", true],
])("a last line of nothing but space needs an end, as in Python: %j", (text, read) => {
  expect(parseLiteral(text, false) !== undefined).toBe(read);
});
