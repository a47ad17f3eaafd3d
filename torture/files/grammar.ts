import type { Random } from "../random.js";

/** .npy files: most nearly right, from a grammar of headers in which anything may be a little wrong. */

const DESCR: readonly string[] = [
  ...["'<f4'", "'<f8'", "'<f4'", "'<f8'", "'<f2'", "'>f4'", "'>f8'", "'|b1'", "'|i1'", "'|u1'", "'<i2'", "'>u2'"],
  ...["'<i4'", "'<u4'", "'<i8'", "'>u8'"],
];

const ODD_DESCR: readonly string[] = [
  ...["'f4'", "'=f4'", "'|f4'", "'float32'", "'double'", "'f'", "'d'", "'<f16'", "'<c8'", "'|O'", "'|S4'", "'<U2'"],
  ...["'<M8[s]'", "[('a', '<f4')]", "[('a', '<f4'), ('b', '<f8')]", "[]", "()", "None", "4", "b'<f4'", "u'<f4'"],
  ...[
    "r'<f4'",
    "'<' 'f4'",
    "'\\x3cf4'",
    "'\\u003cf4'",
    "'<f4\\n'",
    "'<f4 '",
    "' <f4'",
    "'<F4'",
    "'<f 4'",
    "'<f04'",
    "'<f'",
  ],
  ...[
    "''",
    "'<f4'.strip()",
    "('<f4',)",
    "('<f4', (2,))",
    "'4f4'",
    "'<f4,<f4'",
    "'\u00e9'",
    "'''<f4'''",
    '"""<f8"""',
    "'?'",
  ],
];

const ORDERS = ["False", "False", "False", "True"] as const;
const ODD_ORDERS = ["0", "1", "None", "false", "'False'", "not True", "(False)", "()", "0.0", "-1"] as const;
const ODD_SIZES = [
  "-1",
  "+3",
  "3L",
  "0x3",
  "0b11",
  "0o3",
  "1_0",
  "03",
  "00",
  "3.0",
  "1e1",
  "True",
  "None",
  "'3'",
  "3j",
] as const;
const HUGE = ["2147483648", "4294967296", "9007199254740993", "18446744073709551616", "9".repeat(400)] as const;
const GAPS = ["", " ", " ", "  ", "\t", "\n", "\f", "\r", "\v", "\u00a0", "#\n", "\\\n", "\0"] as const;

interface Drawn {
  readonly text: string;
  readonly elements: number;
}

const gap = (random: Random) => (random.chance(0.93) ? random.pick(["", " "]) : random.pick(GAPS));

function drawShape(random: Random, odd: number): Drawn {
  const rank = random.pick([0, 1, 1, 1, 2, 2, 3, 5]);
  const sizes = Array.from({ length: rank }, () => random.pick([0, 1, 2, 3, 4, 5, 7, 16]));
  const elements = sizes.reduce((product, n) => product * n, 1);
  const parts = sizes.map(String);
  if (random.chance(odd) && rank > 0) parts[random.below(rank)] = random.pick(random.chance(0.7) ? ODD_SIZES : HUGE);
  const separator = random.chance(odd) ? random.pick([";", " ", ",,", ",\n", " ,"]) : ", ";
  const inner = parts.join(separator) + (rank === 1 || random.chance(odd) ? "," : "");
  const [open, close] = random.chance(odd)
    ? random.pick([
        ["[", "]"],
        ["", ""],
        ["((", "))"],
        ["(", ""],
        ["{", "}"],
      ] as const)
    : ["(", ")"];
  return { text: `${open}${inner}${close}`, elements };
}

function drawHeader(random: Random): Drawn & { readonly descr: string } {
  // Half of the files are valid except for their layout; the others have an oddity or two.
  const odd = random.chance(0.5) ? 0 : 0.12;
  const descr = random.chance(odd * 3) ? random.pick(ODD_DESCR) : random.pick(DESCR);
  const order = random.chance(odd) ? random.pick(ODD_ORDERS) : random.pick(ORDERS);
  const shape = drawShape(random, odd);
  const quote = () => (random.chance(0.9) ? "'" : '"');
  const key = (name: string) => {
    const q = quote();
    return random.chance(odd / 2) ? `${random.pick(["u", "b", "r", "U"])}${q}${name}${q}` : `${q}${name}${q}`;
  };
  const entries = [`${key("descr")}:${gap(random)}${descr}`, `${key("fortran_order")}:${gap(random)}${order}`];
  entries.push(`${key("shape")}:${gap(random)}${shape.text}`);
  if (random.chance(0.2)) entries.reverse();
  if (random.chance(odd)) entries.splice(random.below(3), 1);
  if (random.chance(odd))
    entries.push(
      random.pick([
        "'extra': 1",
        "'descr': '<f8'",
        "'descr': '>f4'",
        "'shape': (2,)",
        "'fortran_order': True",
        "1: 2",
        "**{}",
        "'a'",
      ]),
    );
  const end = random.chance(0.8) ? ", " : random.pick(["", ",", ",,"]);
  let text = `{${gap(random)}${entries.join(`,${random.chance(0.9) ? " " : gap(random)}`)}${end}}`;
  if (random.chance(odd / 2))
    text = random.pick([`(${text})`, `[${text}]`, `dict(${text})`, `${text}; 1`, `${text} # x`, ` ${text}`]);
  return { text, elements: shape.elements, descr };
}

export function drawFile(random: Random): Buffer {
  const { text, elements, descr } = drawHeader(random);
  const bytes = drawData(random, elements, descr);
  const version = random.chance(0.9)
    ? random.pick([
        [1, 0],
        [1, 0],
        [2, 0],
        [3, 0],
      ] as const)
    : ([random.below(5), random.below(3)] as const);
  const encoded = Buffer.from(text, version[0] === 3 ? "utf8" : "latin1");
  const long = version[0] !== 1;
  const header = pad(random, encoded, long ? 12 : 10);
  const length = Buffer.alloc(long ? 4 : 2);
  const claimed = random.chance(0.97) ? header.length : Math.max(0, header.length + random.between(-3, 70));
  if (long) length.writeUInt32LE(random.chance(0.99) ? claimed : 0xffffffff);
  else length.writeUInt16LE(claimed & 0xffff);
  const magic = Buffer.from([0x93, ...Buffer.from("NUMPY"), ...version]);
  const file = Buffer.concat([magic, length, header, bytes]);
  return random.chance(0.12) ? mutate(random, file, magic.length + length.length + header.length) : file;
}

/** Spaces to a multiple of 64, and a new line; sometimes otherwise. */
function pad(random: Random, text: Buffer, before: number): Buffer {
  const fill = random.chance(0.95) ? " " : random.pick(["\0", "\t", "\n", "x"]);
  const end = random.chance(0.95) ? "\n" : random.pick(["", " ", "\r\n", "\0"]);
  const aligned = random.chance(0.9);
  const spaces = aligned
    ? (64 - ((before + text.length + end.length) % 64)) % 64
    : random.below(random.chance(0.1) ? 20_000 : 70);
  return Buffer.concat([text, Buffer.from(fill.repeat(spaces)), Buffer.from(end)]);
}

function drawData(random: Random, elements: number, descr: string): Buffer {
  const size = Number(/(\d+)'$/.exec(descr)?.[1] ?? 4);
  const whole = Math.min(elements, 4_096) * Math.min(size, 64);
  const length = random.chance(0.9) ? whole : Math.max(0, whole + random.between(-size, 2 * size));
  const bytes = Buffer.alloc(length);
  const most = descr.includes("b1") ? 2 : 256;
  for (let i = 0; i < length; i++) bytes[i] = random.below(most);
  return bytes;
}

/** A few bytes of the header changed, left out, put in or doubled. */
function mutate(random: Random, file: Buffer, end: number): Buffer {
  let bytes = [...file];
  const times = random.between(1, 3);
  for (let i = 0; i < times; i++) {
    const at = random.below(Math.min(end, bytes.length) + 1);
    const kind = random.below(4);
    if (kind === 0) bytes[at] = random.below(256);
    else if (kind === 1) bytes.splice(at, random.between(1, 4));
    else if (kind === 2) bytes.splice(at, 0, random.pick([0, 9, 10, 32, 39, 40, 41, 44, 58, 92, 123, 125, 128, 255]));
    else bytes = [...bytes.slice(0, at), ...bytes.slice(Math.max(0, at - random.below(20)))];
  }
  return Buffer.from(bytes);
}
