import type { DriftVerdict } from '@/api/generated/endpoints';
import { count, NO_VALUE } from '@/format/number';
import { exactUtc } from '@/format/time';
import { State } from '@/parts/State';
import { Status } from '@/parts/Status';
import type { Figure } from '@/parts/Strip';
import { words } from './words';

const says = words.driftFigure;

export interface NewestDrift {
  readonly rule: { readonly share: number } | null;
  /** Null where no window was judged. */
  readonly window: { readonly to: string; readonly verdict: DriftVerdict } | null;
  readonly featureCount: number;
  /** Names of those that drifted. */
  readonly drifted: readonly string[];
  /** There may be others. */
  readonly isCut?: boolean;
}

/** How many features of the newest window have drifted, and which. */
export function driftFigure({ rule, window, featureCount, drifted, isCut = false }: NewestDrift): Figure {
  if (window === null) {
    const why = rule === null ? says.notHeldAgainst : says.noWindowJudgedYet;
    return { label: 'Drift', value: NO_VALUE, context: [rule?.share === 0 ? says.switchedOff : why] };
  }
  if (window.verdict === 'INSUFFICIENT') {
    return { label: 'Drift', value: NO_VALUE, context: [<State key="few" name="INSUFFICIENT" />] };
  }
  return {
    label: 'Drift',
    value: `${count(drifted.length)}${isCut ? says.orMore : ''}`,
    unit: says.unit(featureCount),
    context: [
      drifted.length === 0 ? (
        <Status key="stable" tone="ok" icon="ok">
          {says.stable(exactUtc(window.to).slice(5, 16))}
        </Status>
      ) : (
        <Status key="names" tone="warn" icon="warn">
          <span className="cut" title={drifted.join(', ')}>
            {drifted.join(', ')}
          </span>
        </Status>
      ),
    ],
  };
}
