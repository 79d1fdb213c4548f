import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { RunListedFragment } from '@/api/generated/runs';
import { useSignedIn } from '@/api/session';
import { Skeleton } from '@/parts/states';
import { useParam } from '@/parts/use-param';
import { BestPanel } from './BestPanel';
import { groupChosen, metricChosen } from './choice';
import { CostPanel } from './CostPanel';
import { SpreadPanel } from './SpreadPanel';
import { bestSoFar, costByStart, metricOf, spreads } from './summary';
import styles from './summary.module.css';
import { words } from './words';

interface RunSummaryProps {
  /** Undefined while they are on their way. */
  readonly runs: readonly RunListedFragment[] | undefined;
  readonly hasMore: boolean;
  readonly baselineId: string;
}

/** In the address, so that a view keeps it. */
const CLOSED = 'off';

/** What the runs that are loaded come to: the best so far, how groups of them lie, what they cost. */
export function RunSummary({ runs, hasMore, baselineId }: RunSummaryProps) {
  const [closed, setClosed] = useParam('summary');
  const panels = usePanels(runs, hasMore, baselineId);
  const isClosed = closed === CLOSED;
  if (runs !== undefined && panels.length === 0) return null;
  return (
    <section className={styles.summary} aria-label={words.label} data-closed={isClosed || undefined}>
      {!isClosed && (
        <div className={styles.panels} data-panels={panels.length}>
          {panels}
        </div>
      )}
      <p className={styles.foot}>
        {runs === undefined ? <Skeleton width={240} /> : <span>{words.ofLoaded(runs.length, hasMore)}</span>}
        <button
          type="button"
          className="bare"
          aria-expanded={!isClosed}
          onClick={() => setClosed(isClosed ? '' : CLOSED)}
        >
          {isClosed ? words.show : words.hide}
        </button>
      </p>
    </section>
  );
}

/** Those of which there is something to be drawn. */
function usePanels(runs: readonly RunListedFragment[] | undefined, hasMore: boolean, baselineId: string) {
  const [search] = useSearchParams();
  const { personId } = useSignedIn();
  const sort = search.get('sort') ?? '';
  const group = search.get('group') ?? '';
  return useMemo(() => {
    if (runs === undefined) return AWAITED.map((width) => <Awaited key={width} width={width} />);
    if (runs.length < 2) return [];
    const of = { rows: runs.length, isAll: !hasMore };
    const key = metricChosen(runs, sort);
    const best = key === null ? null : bestSoFar(runs, key);
    const grouped = groupChosen(runs, group);
    const lanes = key === null || grouped === null ? [] : spreads(runs, key, grouped.of);
    const costs = costByStart(runs, personId);
    const held = runs.find(({ id }) => id === baselineId);
    const value = held === undefined || key === null ? null : metricOf(held, key);
    const baseline = held === undefined || value === null ? null : { name: held.name, value };
    return [
      ...(key !== null && best !== null
        ? [<BestPanel key="best" metricKey={key} best={best} baseline={baseline} of={of} />]
        : []),
      ...(key !== null && grouped !== null && lanes.length > 0
        ? [
            <SpreadPanel
              key="spread"
              metricKey={key}
              by={grouped.by}
              spreads={lanes}
              baseline={baseline}
              of={of}
            />,
          ]
        : []),
      ...(costs === null ? [] : [<CostPanel key="cost" costs={costs} of={of} />]),
    ];
  }, [runs, hasMore, baselineId, sort, group, personId]);
}

/** Widths of the grey bars that stand for titles. */
const AWAITED = [120, 140, 100];

function Awaited({ width }: { readonly width: number }) {
  return (
    <div>
      <Skeleton width={width} />
    </div>
  );
}
