import { useIsNarrow } from '@/parts/use-is-narrow';
import { useDensity } from '@/theme/density';

/** As in theme/scale.css: rows that are not drawn take as much room as those that are. */
const HEIGHTS = {
  comfortable: { plain: 36, dense: 32, tall: 46 },
  compact: { plain: 30, dense: 28, tall: 42 },
  touch: { plain: 44, dense: 44, tall: 48 },
} as const;

export type RowKind = keyof (typeof HEIGHTS)['comfortable'];

/** Of one row in pixels, as the screen and the person want it. */
export function useRowHeight(kind: RowKind): number {
  const density = useDensity();
  const isNarrow = useIsNarrow();
  return HEIGHTS[isNarrow ? 'touch' : density][kind];
}
