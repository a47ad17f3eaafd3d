/** Numbers in [0, 1) that depend on the seed alone (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** All items, in a random order. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}

/**
 * All items in the order of a sample: each group gets its share early, and at least one place among the first ones.
 * The first n are a sample of n, stratified by group.
 */
export function stratified<T>(items: readonly T[], groupOf: (item: T) => string, random: () => number): T[] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(groupOf(item), [...(groups.get(groupOf(item)) ?? []), item]);
  const placed = [...groups.values()].flatMap((group) =>
    shuffled(group, random).map((item, i) => ({ item, place: (i + 0.5) / group.length, first: i === 0 })),
  );
  placed.sort((a, b) => Number(b.first) - Number(a.first) || a.place - b.place);
  return placed.map(({ item }) => item);
}
