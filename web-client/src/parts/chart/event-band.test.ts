import { describe, expect, it } from 'vitest';
import { bandOf, isSameBand, type BandMark } from './event-band';

const BAND = [0, 400] as const;

function seen(...events: readonly (readonly [label: string, x: number, widthPx?: number])[]) {
  return events.map(([label, x, widthPx = 60]) => ({ event: { at: x, label }, x, widthPx }));
}

/** `a>` and `<a` for words on either side of their line, `1:a` for a number, `1:a,b` for one that stands for several. */
function read(marks: readonly BandMark[]): readonly string[] {
  return marks.map((mark) => {
    if (mark.kind === 'numbers') return `${mark.from}:${mark.events.map(({ label }) => label).join(',')}`;
    return mark.side === 'right' ? `${mark.event.label}>` : `<${mark.event.label}`;
  });
}

describe('the band above a chart', () => {
  it('has the words of each event right of its line, and left of it where the band ends', () => {
    expect(read(bandOf(seen(['a', 20], ['b', 200], ['c', 390]), BAND))).toEqual(['a>', 'b>', '<c']);
  });

  it('has a number where neighbours leave no room, in the order of time', () => {
    expect(read(bandOf(seen(['c', 180], ['a', 20], ['b', 130]), BAND))).toEqual(['a>', '1:b', 'c>']);
    expect(read(bandOf(seen(['a', 20], ['b', 70], ['c', 110]), BAND))).toEqual(['1:a', '2:b', 'c>']);
  });

  it('has one mark for events at the same place, and for numbers that would touch', () => {
    expect(read(bandOf(seen(['a', 50], ['b', 50], ['c', 60], ['d', 200]), BAND))).toEqual(['1:a,b,c', 'd>']);
  });

  it('takes away words that the mark of several would cover', () => {
    const marks = bandOf(seen(['a', 20, 50], ['b', 93], ['c', 96]), BAND);
    expect(read(marks)).toEqual(['1:a', '2:b,c']);
  });

  it('never lays one thing on another, and leaves no event out', () => {
    let seed = 7;
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    for (let round = 0; round < 200; round += 1) {
      const events = seen(
        ...Array.from(
          { length: 1 + Math.floor(random() * 12) },
          (_, index) => [`e${index}`, Math.round(random() * 400), 20 + Math.round(random() * 80)] as const,
        ),
      );
      const marks = bandOf(events, BAND);
      const told = marks.flatMap((mark) => (mark.kind === 'words' ? [mark.event] : mark.events));
      expect(new Set(told)).toEqual(new Set(events.map(({ event }) => event)));
      const extents = marks.map((mark) => extentOf(mark, events)).sort(([one], [other]) => one - other);
      for (const [index, [left]] of extents.entries())
        if (index > 0) expect(left).toBeGreaterThanOrEqual(extents[index - 1]?.[1] ?? 0);
    }
  });
});

function extentOf(mark: BandMark, events: ReturnType<typeof seen>): [number, number] {
  if (mark.kind === 'numbers') {
    const half = mark.events.length === 1 ? 12 : 22;
    return [mark.x - half, mark.x + half];
  }
  const width = events.find(({ event }) => event === mark.event)?.widthPx ?? 0;
  return mark.side === 'right' ? [mark.x, mark.x + width] : [mark.x - width, mark.x];
}

it('knows whether a band is drawn the same', () => {
  const events = seen(['a', 20], ['b', 70], ['c', 110]);
  expect(isSameBand(bandOf(events, BAND), bandOf(events, BAND))).toBe(true);
  const moved = events.map((event) => ({ ...event, x: event.x + 1 }));
  expect(isSameBand(bandOf(events, BAND), bandOf(moved, BAND))).toBe(false);
  expect(isSameBand(bandOf(events, BAND), bandOf(events.slice(1), BAND))).toBe(false);
});
