import { words } from './words';

const says = words.weights;

/** Percent of the traffic by revision id; as text, because a field may be half typed. */
export type Weights = Readonly<Record<string, string>>;

export interface WeightsVerdict {
  /** Null while one of them is no whole number from 0 to 100. */
  readonly total: number | null;
  /** What is wrong, in a sentence; null where the weights may be sent. */
  readonly problem: string | null;
}

export function judge(weights: Weights): WeightsVerdict {
  const values = Object.values(weights).map(whole);
  if (values.some((value) => value === null)) {
    return { total: null, problem: says.eachWeight };
  }
  const total = values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  if (total < 100) return { total, problem: says.stillHaveToGo(100 - total) };
  if (total > 100) return { total, problem: says.givenAwayTwice(total - 100) };
  return { total, problem: null };
}

/** With two revisions, what one does not get is the other's; with more, only a person knows whose it is. */
export function change(weights: Weights, id: string, text: string): Weights {
  const ids = Object.keys(weights);
  const value = whole(text);
  const other = ids.find((candidate) => candidate !== id);
  const rest =
    ids.length === 2 && value !== null && other !== undefined ? { [other]: String(100 - value) } : {};
  return { ...weights, ...rest, [id]: text };
}

/**
 * What the platform takes. A revision that is named with 0 stays ready without requests; one that is not named drains.
 */
export function toInput(weights: Weights, drainIdle: boolean): { revisionId: string; weight: number }[] {
  return Object.entries(weights)
    .map(([revisionId, text]) => ({ revisionId, weight: whole(text) ?? 0 }))
    .filter(({ weight }) => weight > 0 || !drainIdle);
}

export function whole(text: string): number | null {
  if (!/^\d{1,3}$/.test(text.trim())) return null;
  const value = Number(text);
  return value <= 100 ? value : null;
}
