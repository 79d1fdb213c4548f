import type { SeriesColour, SeriesSpec } from './series-store';

/** What the canvas needs of the theme, read from the document. */
export interface ChartTokens {
  readonly text2: string;
  readonly text3: string;
  readonly grid: string;
  readonly axis: string;
  readonly surface: string;
  readonly event: string;
  readonly font: string;
  readonly series: Readonly<Record<SeriesColour, string>>;
}

export function readTokens(): ChartTokens {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    text2: token('--text-2'),
    text3: token('--text-3'),
    grid: token('--c-grid'),
    axis: token('--c-axis'),
    surface: token('--surface'),
    event: token('--line-control'),
    font: `11px ${token('--font-sans')}`,
    series: {
      1: token('--c-1'),
      2: token('--c-2'),
      3: token('--c-3'),
      4: token('--c-4'),
      5: token('--c-5'),
      6: token('--c-6'),
      ghost: token('--c-ghost'),
    },
  };
}

/** Calls back when the theme has changed; returns how to stop. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] });
  return () => observer.disconnect();
}

const COLOURS = [1, 2, 3, 4, 5, 6] as const;

/** Solid, then ever finer: the second channel beside colour. */
const DASHES = [[], [7, 3], [2, 3], [9, 3, 2, 3]] as const;

export interface Stroke {
  readonly colour: SeriesColour;
  /** Lengths in CSS pixels; empty for a solid line. */
  readonly dash: readonly number[];
}

/**
 * Each line has a dash of its own beside its colour: those that cover each other, and those whose colours look alike to
 * some, are told apart by it. When the colours come around, their dashes do not.
 */
export function strokeOf({ colour, dashed }: Pick<SeriesSpec, 'colour' | 'dashed'>, index: number): Stroke {
  const own = colour ?? COLOURS[index % COLOURS.length] ?? 1;
  if (own === 'ghost') return { colour: own, dash: [5, 4] };
  if (dashed !== undefined) return { colour: own, dash: dashed ? DASHES[1] : DASHES[0] };
  const place = index % COLOURS.length;
  const round = Math.floor(index / COLOURS.length);
  // The fifth and sixth colour are the least distinct: they are never solid.
  return { colour: own, dash: DASHES[(place + (place >= 4 ? 1 : 0) + round) % DASHES.length] ?? [] };
}
