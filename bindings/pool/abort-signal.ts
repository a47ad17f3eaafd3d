/** A signal of any realm: an iframe's or jsdom's is no instance of this realm's AbortSignal. */
export function isAbortSignal(value: unknown): value is AbortSignal {
  if (typeof value !== "object" || value === null) return false;
  const { aborted, addEventListener, removeEventListener } = value as Partial<AbortSignal>;
  return (
    typeof aborted === "boolean" && typeof addEventListener === "function" && typeof removeEventListener === "function"
  );
}

/** Old engines and polyfills have signals without a reason. */
export function reasonOf(signal: AbortSignal): unknown {
  return signal.reason ?? new DOMException("This operation was aborted", "AbortError");
}

interface Listeners {
  readonly callbacks: Set<() => void>;
  readonly onAbort: () => void;
}

const listening = new WeakMap<AbortSignal, Listeners>();

/**
 * Calls back when the signal is aborted. All calls with one signal share one listener: Node warns of a leak when there
 * are eleven.
 *
 * @returns ends it
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const listeners = listening.get(signal) ?? listen(signal);
  listeners.callbacks.add(callback);
  return () => {
    listeners.callbacks.delete(callback);
    if (listeners.callbacks.size > 0 || listening.get(signal) !== listeners) return;
    listening.delete(signal);
    signal.removeEventListener("abort", listeners.onAbort);
  };
}

function listen(signal: AbortSignal): Listeners {
  const callbacks = new Set<() => void>();
  const onAbort = () => {
    for (const callback of [...callbacks]) callback();
  };
  const listeners = { callbacks, onAbort };
  listening.set(signal, listeners);
  signal.addEventListener("abort", onAbort);
  return listeners;
}
