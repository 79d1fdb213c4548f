/** Something that happened, and that may explain a bend. */
export interface EventMark {
  readonly at: number;
  readonly label: string;
}

/** An event that is in view: where its line stands, and how wide its words are, in pixels. */
export interface SeenEvent {
  readonly event: EventMark;
  readonly x: number;
  readonly widthPx: number;
}

/** What stands in the band above the plot: the words of one event beside its line, or the numbers of those that lack room. */
export type BandMark =
  | { readonly kind: 'words'; readonly event: EventMark; readonly x: number; readonly side: 'right' | 'left' }
  | {
      readonly kind: 'numbers';
      /** One, or neighbours whose lines stand too close for a number each. */
      readonly events: readonly EventMark[];
      readonly x: number;
      /** That of the first; the others count on from it. */
      readonly from: number;
    };

export type Extent = readonly [left: number, right: number];

/** Between an event's line and its words, and after them. */
export const WORDS_GAP_PX = 5;
/** As wide as a finger or a pointer needs it. */
const NUMBER_PX = 24;
/** Of several: `10–12` at its widest. */
const NUMBERS_PX = 44;

/**
 * Nothing lies upon anything else: words stand right of their line, or left of it, where neither other words nor the
 * number that a neighbour may need are in the way. All others get numbers, in the order of time.
 *
 * @param seen in any order
 * @param band its two ends, on the scale of `x`
 */
export function bandOf(seen: readonly SeenEvent[], band: Extent): readonly BandMark[] {
  const events = [...seen].sort((one, other) => one.x - other.x);
  const words = wordsWithRoom(events, band);
  for (;;) {
    const groups = numberGroups(events.filter((event) => !words.has(event)));
    const covered = [...words].filter(([, { extent }]) =>
      groups.some((group) => meet(extent, extentOf(group))),
    );
    if (covered.length === 0) return marksOf(words, groups);
    for (const [event] of covered) words.delete(event);
  }
}

interface Words {
  readonly extent: Extent;
  readonly side: 'right' | 'left';
}

function wordsWithRoom(events: readonly SeenEvent[], [left, right]: Extent): Map<SeenEvent, Words> {
  const words = new Map<SeenEvent, Words>();
  for (const event of events) {
    const others = events.filter((other) => other !== event).map((other) => numberExtent(other.x));
    const taken = [...others, ...[...words.values()].map(({ extent }) => extent)];
    const found = besideLine(event).find(
      ({ extent }) => extent[0] >= left && extent[1] <= right && taken.every((other) => !meet(extent, other)),
    );
    if (found !== undefined) words.set(event, found);
  }
  return words;
}

function besideLine({ x, widthPx }: SeenEvent): readonly Words[] {
  const reach = widthPx + 2 * WORDS_GAP_PX;
  return [
    { side: 'right', extent: [x, x + reach] },
    { side: 'left', extent: [x - reach, x] },
  ];
}

/** Those whose numbers would touch share one mark, which may then touch the next. */
function numberGroups(events: readonly SeenEvent[]): readonly (readonly SeenEvent[])[] {
  const groups: SeenEvent[][] = [];
  for (const event of events) {
    let group = [event];
    for (;;) {
      const before = groups.at(-1);
      if (before === undefined || !meet(extentOf(before), extentOf(group))) break;
      groups.pop();
      group = [...before, ...group];
    }
    groups.push(group);
  }
  return groups;
}

function extentOf(group: readonly SeenEvent[]): Extent {
  const x = middleOf(group);
  return group.length === 1 ? numberExtent(x) : [x - NUMBERS_PX / 2, x + NUMBERS_PX / 2];
}

function numberExtent(x: number): Extent {
  return [x - NUMBER_PX / 2, x + NUMBER_PX / 2];
}

function middleOf(group: readonly SeenEvent[]): number {
  return ((group[0]?.x ?? 0) + (group.at(-1)?.x ?? 0)) / 2;
}

function meet([left, right]: Extent, [otherLeft, otherRight]: Extent): boolean {
  return left < otherRight && otherLeft < right;
}

function marksOf(
  words: ReadonlyMap<SeenEvent, Words>,
  groups: readonly (readonly SeenEvent[])[],
): readonly BandMark[] {
  let from = 1;
  const numbers = groups.map((group): BandMark => {
    const mark = {
      kind: 'numbers',
      x: middleOf(group),
      from,
      events: group.map(({ event }) => event),
    } as const;
    from += group.length;
    return mark;
  });
  const texts = [...words].map(([{ event, x }, { side }]): BandMark => ({ kind: 'words', event, x, side }));
  return [...numbers, ...texts].sort((one, other) => one.x - other.x);
}

/** Whether a band is drawn the same. */
export function isSameBand(one: readonly BandMark[], other: readonly BandMark[]): boolean {
  return one.length === other.length && one.every((mark, at) => isSameMark(mark, other[at] ?? mark));
}

function isSameMark(one: BandMark, other: BandMark): boolean {
  if (one.x !== other.x) return false;
  if (one.kind === 'words')
    return other.kind === 'words' && one.event === other.event && one.side === other.side;
  return (
    other.kind === 'numbers' &&
    one.from === other.from &&
    one.events.length === other.events.length &&
    one.events.every((event, at) => event === other.events[at])
  );
}
