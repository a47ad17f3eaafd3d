/**
 * Calls that are only to be checked, since others compute them: they end where they would begin to compute, which
 * is where they ask for memory. What comes before is their own code, so the errors are their own, too.
 */
let checking = false;

const CHECKED = Symbol("checked");

export function isChecking(): boolean {
  return checking;
}

/** Ends a call that is only to be checked. */
export function endOfChecks(): void {
  if (checking) throw CHECKED;
}

/**
 * Checks the arguments of a call and throws what it would throw.
 *
 * @returns its result, in an array of one, if there was nothing to compute
 */
export function checkOnly<R>(call: () => R): [R] | undefined {
  checking = true;
  try {
    return [call()];
  } catch (error) {
    if (error === CHECKED) return undefined;
    throw error;
  } finally {
    checking = false;
  }
}
