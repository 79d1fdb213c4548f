/** The moment the reference pages show: Thursday 19 November 2026, 14:32 UTC. */
export const REFERENCE_NOW = Date.UTC(2026, 10, 19, 14, 32);

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** The same numbers on every run: a small generator whose seed is a name. */
export function numbersOf(name: string): () => number {
  let state = Array.from(name).reduce(
    (hash, char) => Math.imul(hash ^ char.charCodeAt(0), 16_777_619),
    2_166_136_261,
  );
  return () => {
    state = Math.imul(state ^ (state >>> 15), state | 1);
    state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
    return ((state ^ (state >>> 14)) >>> 0) / 4_294_967_296;
  };
}
