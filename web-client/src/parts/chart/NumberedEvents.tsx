import { Button } from '@mantine/core';
import { useState, useSyncExternalStore } from 'react';
import { xLabel } from './axis';
import type { ChartView } from './chart-view';
import styles from './events.module.css';
import { words as says } from './words';

/** More are listed when they are asked for. */
const FEW = 6;

interface NumberedEventsProps {
  readonly title: string;
  readonly view: ChartView;
}

/** Below the plot: what the numbers in the band above it stand for. */
export function NumberedEvents({ title, view }: NumberedEventsProps) {
  const marks = useSyncExternalStore(view.subscribeBand, () => view.band);
  const [showsAll, setShowsAll] = useState(false);
  const events = marks.flatMap((mark) => (mark.kind === 'numbers' ? mark.events : []));
  if (events.length === 0) return null;
  const shown = showsAll || events.length <= FEW ? events : events.slice(0, FEW - 1);
  return (
    <div className={styles.numbered}>
      <ol aria-label={says.numberedOf(title)}>
        {shown.map(({ label, at }, index) => (
          <li key={index} title={xLabel(at, view.axis)}>
            <b className={styles.digit}>{index + 1}</b>
            {label}
          </li>
        ))}
      </ol>
      {shown.length < events.length && (
        <Button variant="subtle" onClick={() => setShowsAll(true)}>
          {says.allEvents(events.length)}
        </Button>
      )}
    </div>
  );
}
