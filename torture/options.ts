import { parseArgs } from "node:util";

export interface Options {
  readonly seed: number;
  readonly seconds: number;
  readonly only: readonly string[];
  /** The first case; only this one unless there is time given. */
  readonly from: number;
  readonly single: boolean;
  readonly record: boolean;
}

export const HELP = `npm run torture -- [options]

  --minutes M   how long, over all campaigns; default 3
  --hours H     the same in hours
  --seed S      the seed of a run that is to be repeated; default a random one, printed at the start
  --only NAME   one campaign, or several: --only calls --only streams
  --case I      one case of a campaign, as the line of a failure says
  --from I      from a case on
  --record      write docs/reliability.json and docs/reliability.md
  --help        this text
`;

/** Options of the command line, or the text of the help. */
export function readOptions(args: readonly string[], campaigns: readonly string[]): Options | string {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: "string" },
      hours: { type: "string" },
      seed: { type: "string" },
      only: { type: "string", multiple: true },
      case: { type: "string" },
      from: { type: "string" },
      record: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return HELP;
  const only = values.only ?? [];
  const unknown = only.find((name) => !campaigns.includes(name));
  if (unknown !== undefined) throw new RangeError(`--only: expected one of ${campaigns.join(", ")}, got ${unknown}`);
  if ((values.case ?? values.from) !== undefined && only.length !== 1) {
    throw new RangeError("--case and --from: expected one campaign, as --only NAME");
  }
  const minutes = values.hours === undefined ? numberOf("minutes", values.minutes ?? "3") : undefined;
  return {
    seed: values.seed === undefined ? Math.floor(Math.random() * 2 ** 32) : numberOf("seed", values.seed),
    seconds: 60 * (minutes ?? 60 * numberOf("hours", values.hours!)),
    only: only.length > 0 ? only : campaigns,
    from: numberOf("case", values.case ?? values.from ?? "0"),
    single: values.case !== undefined,
    record: values.record,
  };
}

function numberOf(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && Number.isFinite(value)) return value;
  throw new RangeError(`--${option}: expected a number ≥ 0, got ${text}`);
}
