import { metric } from '@/format/number';
import type { DriftWindow } from './health';
import { words } from './words';

const says = words.bins;

export type Bin = DriftWindow['features'][number]['bins'][number];

/** What a drawing of bins is wide, and how far the missing values stand apart from the others. */
export const WIDTH = 200;
export const GAP = 8;

/** A letter of a label, and what two labels have between them, in parts of that width. */
const LETTER = 6;
const BETWEEN = 8;
const MOST_LETTERS = 10;

export interface Edge {
  /** The middle of the label, from 0 to 1 of the width. */
  readonly at: number;
  readonly text: string;
}

/** Where a bin begins in the drawing. */
export function left(bins: readonly Bin[], index: number): number {
  return index * widthOf(bins) + (bins[index]?.missing === true ? GAP : 0);
}

export function widthOf(bins: readonly Bin[]): number {
  return (WIDTH - GAP) / Math.max(1, bins.length);
}

/**
 * What stands below the bins: where some of them begin or what some of them are, so many as have room. The ends come
 * first, then the middle; an end without room is told a bin further in.
 */
export function edgesOf(bins: readonly Bin[]): Edge[] {
  const width = widthOf(bins);
  const told: Edge[] = [];
  const tell = (x: number, text: string): boolean => {
    const half = (text.length * LETTER) / 2;
    const middle = Math.min(Math.max(x, half), WIDTH - half);
    const isFree = told.every(
      ({ at, text: other }) => Math.abs(at * WIDTH - middle) >= half + (other.length * LETTER) / 2 + BETWEEN,
    );
    if (isFree) told.push({ at: middle / WIDTH, text });
    return isFree;
  };
  const tellFirst = (marks: readonly Mark[]) => marks.some(({ x, text }) => tell(x, text));
  const missing = bins.findIndex((bin) => bin.missing);
  if (missing >= 0) tell(left(bins, missing) + width / 2, says.none);
  const marks = marksOf(bins, width);
  const middle = Math.floor(marks.length / 2);
  tellFirst(marks.slice(0, 1));
  tellFirst(marks.slice(middle + 1).reverse());
  tellFirst(marks.slice(middle, middle + 1));
  return told.sort((a, b) => a.at - b.at);
}

interface Mark {
  readonly x: number;
  readonly text: string;
}

/** Of numbers the finite bounds, of categories their names. */
function marksOf(bins: readonly Bin[], width: number): Mark[] {
  const known = bins.filter((bin) => !bin.missing);
  if (known.some(({ category, other }) => category !== null || other)) {
    return known.map((bin, index) => ({ x: (index + 0.5) * width, text: short(nameOf(bin)) }));
  }
  const bounds = [...known.map(({ from }) => from), known.at(-1)?.to ?? null];
  return bounds.flatMap((bound, index) =>
    bound === null ? [] : [{ x: index * width, text: figure(bound) }],
  );
}

function short(text: string): string {
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text;
}

function figure(value: number): string {
  return metric(Number(value.toPrecision(3)));
}

function nameOf({ category, other }: Bin): string {
  return other ? says.other : (category ?? '');
}

export interface Shares {
  readonly observed: number;
  readonly reference: number;
}

/** Of all rows, how many are in each bin. */
export function sharesOf(bins: readonly Bin[]): Shares[] {
  const whole = (of: (bin: Bin) => number) => bins.reduce((total, bin) => total + of(bin), 0) || 1;
  const observed = whole(({ observedCount }) => observedCount);
  const reference = whole(({ referenceCount }) => referenceCount);
  return bins.map((bin) => ({
    observed: bin.observedCount / observed,
    reference: bin.referenceCount / reference,
  }));
}

export interface Grown extends Shares {
  /** Which values: `45 or more`, `garden`. */
  readonly what: string;
}

/** The values that came most above their share in the training: of numbers neighbouring bins, else one; null where none did. */
export function grownMost(bins: readonly Bin[]): Grown | null {
  const shares = sharesOf(bins);
  const isRange = ({ missing, other, category }: Bin) => !missing && !other && category === null;
  let best = { from: -1, to: -1, more: 0 };
  let begin = 0;
  let more = 0;
  for (const [index, bin] of bins.entries()) {
    const share = shares[index];
    if (share === undefined) continue;
    const before = bins[index - 1];
    // What is above its share goes on from the bin before, while both are of numbers and it is worth it.
    if (before === undefined || !isRange(before) || !isRange(bin) || more <= 0) {
      begin = index;
      more = 0;
    }
    more += share.observed - share.reference;
    if (more > best.more) best = { from: begin, to: index, more };
  }
  const first = bins[best.from];
  const last = bins[best.to];
  if (first === undefined || last === undefined) return null;
  const within = shares.slice(best.from, best.to + 1);
  return {
    what: valuesOf(first, last),
    observed: within.reduce((total, { observed }) => total + observed, 0),
    reference: within.reduce((total, { reference }) => total + reference, 0),
  };
}

function valuesOf(first: Bin, last: Bin): string {
  if (first.missing) return says.noValue;
  if (first.other) return says.notSeen;
  if (first.category !== null) return first.category;
  if (first.from === null) return last.to === null ? says.anyValue : says.below(figure(last.to));
  return last.to === null ? says.orMore(figure(first.from)) : says.range(figure(first.from), figure(last.to));
}
