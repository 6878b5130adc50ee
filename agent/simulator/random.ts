/*
 * Seeded chance: the same seed gives the same fleet and the same story.
 */

export interface Random {
  /** In [0, 1). */
  next(): number;
  /** An integer from `min` to `max`, both included. */
  integer(min: number, max: number): number;
  /** A figure around `middle`, at most `spread` away. */
  around(middle: number, spread: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
}

const hash = (text: string): number => {
  let value = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 16_777_619);
  }
  return value >>> 0;
};

/** Mulberry32 over `seed` and a name, so that one site's luck does not depend on how often another one draws. */
export const createRandom = (seed: number, name: string): Random => {
  let state = (hash(name) ^ Math.imul(seed, 2_654_435_761)) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    integer,
    around: (middle, spread) => middle + (next() * 2 - 1) * spread,
    pick: (items) => items[integer(0, items.length - 1)] ?? items[0],
  };
};
