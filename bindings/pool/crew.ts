import type { Call, Errand } from "./call.js";
import { PoolError } from "./error.js";
import type { ReferenceTo } from "./parcel.js";
import type { Reply, Request, Start } from "./protocol.js";
import type { Slots } from "./slots.js";
import { startThread, type Thread } from "./threads.js";

/** Tasks that a thread has: one that it computes, and one that waits meanwhile. */
export const TASKS = 2;

interface Member {
  thread: Thread;
  readonly errands: Map<number, Errand>;
}

/** What threads are told when they begin: first `start`, then the others. */
export type Welcome = (index: number) => readonly [Omit<Start, "lock">, ...Request[]];

/** The threads of a pool, and the calls that they share. */
export class Crew {
  readonly #members: Member[];
  readonly #welcome: Welcome;
  readonly #calls: Call[] = [];
  readonly #referenceTo: ReferenceTo;
  readonly #slots: Slots;
  /** Resolved when all have begun, rejected when one cannot. */
  readonly ready: Promise<void>;
  #began!: () => void;
  #broke!: (reason: unknown) => void;
  #broken: PoolError | undefined;
  #nextId = 0;
  #held = true;

  constructor(threads: number, welcome: Welcome, referenceTo: ReferenceTo, slots: Slots) {
    this.#welcome = welcome;
    this.#referenceTo = referenceTo;
    this.#slots = slots;
    this.ready = new Promise((resolve, reject) => {
      this.#began = resolve;
      this.#broke = reject;
    });
    this.#members = Array.from({ length: threads }, () => ({ thread: undefined as never, errands: new Map() }));
    for (const [index, member] of this.#members.entries()) this.#begin(index, member);
  }

  tell(request: Request): void {
    for (const { thread } of this.#members) thread.send(request);
  }

  add(call: Call): void {
    if (this.#broken) call.fail(this.#broken);
    else {
      this.#calls.push(call);
      this.#share();
    }
  }

  /** Fails the calls with the reason and ends the threads. */
  async end(reason: PoolError): Promise<void> {
    this.#broken ??= reason;
    for (const call of this.#calls.splice(0)) call.fail(reason);
    await Promise.all(this.#members.map(({ thread }) => thread.end()));
    for (const member of this.#members) this.#drop(member, reason);
  }

  #begin(index: number, member: Member): void {
    const thread = startThread({
      reply: (reply) => this.#take(member, reply),
      death: (cause) => this.#replace(index, member, cause),
    });
    member.thread = thread;
    const [start, ...others] = this.#welcome(index);
    thread.send({ ...start, lock: thread.lock });
    for (const request of others) thread.send(request);
  }

  #take(member: Member, reply: Reply): void {
    if (reply.kind === "ready") {
      member.thread.ready = true;
      if (!this.#members.every(({ thread }) => thread.ready)) return;
      this.#began();
      this.#settle();
      return;
    }
    const errand = member.errands.get(reply.id);
    if (!errand) return;
    member.errands.delete(reply.id);
    const { call, slot } = errand;
    if (reply.kind === "failed") call.lost(unexpected(call.op, reply.error));
    else {
      try {
        call.done(errand, reply.back[0] ?? slot?.buffer, reply.value);
      } catch (error) {
        call.lost(unexpected(call.op, error));
      }
    }
    if (slot) this.#slots.giveBack(slot, reply.kind === "done" ? reply.back[0] : undefined);
    this.#share();
  }

  /** A thread has died: what it had is lost, and another one takes its place, unless none can begin. */
  #replace(index: number, member: Member, cause: unknown): void {
    const { ready } = member.thread;
    const got = cause instanceof Error ? cause.message : String(cause);
    if (!ready) {
      const remedy = "serve pool-worker.js beside pool.js, from the page's own origin";
      const broken = new PoolError("createPool", "threads", "to begin", got, remedy, cause);
      this.#broke(broken);
      void this.end(broken);
      return;
    }
    this.#drop(
      member,
      (op) => new PoolError(op, "pool", "its threads to live", got, "call again: there is a new thread", cause),
    );
    this.#begin(index, member);
    this.#settle();
    this.#share();
  }

  #drop({ errands }: Member, reason: PoolError | ((op: string) => PoolError)): void {
    for (const { call, slot } of errands.values()) {
      if (slot) this.#slots.giveBack(slot);
      call.lost(typeof reason === "function" ? reason(call.op) : reason);
    }
    errands.clear();
  }

  /** Gives waiting parts to those who have least to do, of one call after the other. */
  #share(): void {
    for (;;) {
      const member = this.#members.reduce((a, b) => (b.errands.size < a.errands.size ? b : a));
      if (member.errands.size >= TASKS) break;
      const call = this.#calls.shift();
      if (!call) break;
      if (!call.waits) continue;
      this.#send(member, call);
      if (call.waits) this.#calls.push(call);
    }
    this.#settle();
  }

  #send({ thread, errands }: Member, call: Call): void {
    const id = this.#nextId++;
    try {
      const errand = call.take(id, this.#referenceTo, this.#slots);
      const { task, slot } = errand;
      thread.send(task, slot?.memory instanceof ArrayBuffer ? [slot.memory] : undefined);
      errands.set(id, errand);
    } catch (error) {
      call.lost(unexpected(call.op, error));
    }
  }

  /** The process waits for threads as long as they have something to do. */
  #settle(): void {
    const busy = this.#members.some(({ errands, thread }) => errands.size > 0 || !thread.ready);
    if (busy === this.#held) return;
    this.#held = busy;
    for (const { thread } of this.#members) thread.hold(busy);
  }
}

function unexpected(op: string, cause: unknown): PoolError {
  const got = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  const remedy = "arrays must keep their memory until the promise is settled";
  return new PoolError(op, "pool", "its threads to compute the call", got, remedy, cause);
}
