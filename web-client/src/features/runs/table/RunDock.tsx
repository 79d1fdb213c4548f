import { useMemo } from 'react';
import type { RunListedFragment } from '@/api/generated/runs';
import { CompareCharts } from '@/features/runs/compare/CompareCharts';
import type { Conditions } from '@/features/runs/filter/use-conditions';
import { readableRange, type Dimension } from '@/features/runs/plots/dimensions';
import { Plots } from '@/features/runs/plots/Plots';
import { words } from '@/features/runs/words';
import { Panel } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { MAX_COMPARED, selectedColours } from './CompareBar';
import { byWeight } from './run-columns';
import { withBaseline } from './with-baseline';

const says = words.dock;

/** Charts beside the table; others are added one by one. */
const FIRST_CHARTS = 4;

interface RunDockProps {
  readonly rows: readonly RunListedFragment[];
  readonly picked: readonly RunListedFragment[];
  readonly baseline: RunListedFragment | null;
  readonly conditions: Conditions;
  readonly onPick: (id: string) => void;
}

/** Curves of the runs that are selected, and all that are loaded over what they were given. */
export function RunDock({ rows, picked, baseline, conditions, onPick }: RunDockProps) {
  const charted = useMemo(
    () => withBaseline(picked.slice(0, MAX_COMPARED - 1), baseline),
    [picked, baseline],
  );
  const metrics = useMemo(() => byWeight(charted), [charted]);
  const colours = useMemo(() => selectedColours(picked), [picked]);
  if (rows.length === 0) return null;

  /** What the platform can be asked for becomes two conditions of the list. */
  function take({ kind, label }: Dimension, from: number, to: number) {
    if (kind !== 'metric' && kind !== 'param') return;
    const [least, most] = readableRange(from, to);
    conditions.addAll([
      { kind, key: label, operator: 'ge', value: least },
      { kind, key: label, operator: 'le', value: most },
    ]);
  }

  return (
    <>
      {charted.length === 0 ? (
        <Panel title={says.curves}>
          <Empty title={says.noneSelected}>
            <p>{says.select}</p>
          </Empty>
        </Panel>
      ) : (
        <CompareCharts runs={charted} metrics={metrics} ghostId={baseline?.id ?? null} most={FIRST_CHARTS} />
      )}
      {rows.length > 1 && (
        <Panel title={words.plots.title} note={says.loaded(rows.length)}>
          <Plots
            runs={withBaseline(rows, baseline)}
            colours={colours}
            baselineId={baseline?.id ?? null}
            onPick={onPick}
            {...(conditions.takesRange ? { onRange: take } : {})}
          />
        </Panel>
      )}
    </>
  );
}
