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

/** The first four colours are far enough apart; from the fifth on, and when they come around, lines are dashed. */
export function strokeOf({ colour, dashed }: SeriesSpec, index: number): Stroke {
  const own = colour ?? COLOURS[index % COLOURS.length] ?? 1;
  if (own === 'ghost') return { colour: own, dash: [5, 4] };
  if (dashed !== undefined) return { colour: own, dash: dashed ? [7, 3] : [] };
  const round = index < 4 ? 0 : 1 + Math.floor((index - 4) / COLOURS.length);
  return { colour: own, dash: DASHES[round % DASHES.length] ?? [] };
}
