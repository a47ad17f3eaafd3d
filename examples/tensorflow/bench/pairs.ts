/** The ratio of the least times of two programs that take turns: how many times as fast the second one is. */
export async function ratioOf(
  first: () => unknown,
  second: () => unknown,
  turns: number,
): Promise<{ readonly ratio: number; readonly milliseconds: number }> {
  let [a, b] = [Infinity, Infinity];
  for (let turn = 0; turn < turns; turn++) {
    a = Math.min(a, await time(first));
    b = Math.min(b, await time(second));
  }
  return { ratio: a / b, milliseconds: b };
}

async function time(f: () => unknown): Promise<number> {
  const begin = performance.now();
  await f();
  return performance.now() - begin;
}
