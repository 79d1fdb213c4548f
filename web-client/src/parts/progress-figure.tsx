import type { ReactNode } from 'react';
import { percent } from '@/format/number';
import { shownShare, type RunProgress } from '@/format/run-progress';
import { Meter } from './Meter';
import type { Figure } from './Strip';
import { words } from './words';

const says = words.progress;

/** How far a run is that says how many steps it means to make. */
export function progressFigure({ step, of, share }: RunProgress, context: readonly ReactNode[] = []): Figure {
  const shown = percent(shownShare(share));
  const told = says.step(step, of);
  return {
    label: says.label,
    value: shown,
    unit: told,
    meter: <Meter used={share} label={says.whole(shown, told)} />,
    context,
  };
}
