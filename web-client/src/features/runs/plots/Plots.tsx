import { useMemo } from 'react';
import { dimensionsOf, type Dimension, type PlottedRun } from './dimensions';
import { Parallel } from './Parallel';
import styles from './plots.module.css';
import { Scatter } from './Scatter';

interface PlotsOfRunsProps {
  readonly runs: readonly PlottedRun[];
  /** Places of the series colours, by the ids of the runs that are looked at. */
  readonly colours: ReadonlyMap<string, number>;
  readonly baselineId: string | null;
  readonly onPick?: (id: string) => void;
  readonly onRange?: (dimension: Dimension, from: number, to: number) => void;
}

/** What the runs were given beside what came of it. */
export function Plots({ runs, colours, baselineId, onPick, onRange }: PlotsOfRunsProps) {
  const dimensions = useMemo(() => dimensionsOf(runs), [runs]);
  if (runs.length < 2 || dimensions.length < 2) return null;
  const plots = { runs, dimensions, colours, baselineId, ...(onPick === undefined ? {} : { onPick }) };
  return (
    <div className={styles.plots}>
      <Parallel {...plots} {...(onRange === undefined ? {} : { onRange })} />
      <Scatter {...plots} />
    </div>
  );
}
