import { type Campaign, inTime, type Runner, Tally } from "./campaign.js";
import { campaigns } from "./campaigns/index.js";
import type { Assignment, Message } from "./messages.js";
import { Random } from "./random.js";

/** The process of one campaign: it runs cases until its time is up, and reports to the driver. */

const PROGRESS_MS = 200;
const CASE_SECONDS = 90;
const MOST_FAILURES = 10;

const send = (message: Message) => process.send!(message);
const textOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

process.once("message", (assignment: Assignment) => {
  const campaign = campaigns.find(({ name }) => name === assignment.campaign)!;
  void work(campaign, assignment).then(() => process.disconnect());
});

async function work(campaign: Campaign, { seed, seconds, from, single }: Assignment): Promise<void> {
  const tally = new Tally();
  const start = performance.now();
  const elapsed = () => (performance.now() - start) / 1000;
  let index = from;
  let failures = 0;
  const onFailure = (error: unknown) => {
    failures++;
    send({ kind: "failure", case: index, text: textOf(error) });
  };
  // An error that reaches nobody's promise is one of the package, too.
  process.on("uncaughtException", onFailure);
  process.on("unhandledRejection", onFailure);

  const runner = await campaign.prepare();
  if (typeof runner === "string") tally.skip(runner);
  else {
    let reported = 0;
    do {
      const now = performance.now();
      if (now - reported > PROGRESS_MS) {
        reported = now;
        send({ kind: "progress", case: index });
        // Timers and messages of the package get their turn, also between cases that never wait.
        await new Promise((resolve) => setImmediate(resolve));
      }
      await attempt(runner, new Random(seed, campaign.name, index), tally, onFailure);
      index++;
    } while (!single && failures < MOST_FAILURES && elapsed() < seconds);
    await runner.close?.();
  }
  const result = { cases: index - from, seconds: elapsed(), counts: tally.counts, skips: [...tally.skips] };
  send({ kind: "done", result });
}

async function attempt(
  runner: Runner,
  random: Random,
  tally: Tally,
  onFailure: (error: unknown) => void,
): Promise<void> {
  try {
    const running = runner.run(random, tally);
    if (running instanceof Promise) await inTime(running, CASE_SECONDS, "the case");
  } catch (error) {
    onFailure(error);
  }
}
