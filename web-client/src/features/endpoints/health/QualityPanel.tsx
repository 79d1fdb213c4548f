import { Button } from '@mantine/core';
import { useMemo } from 'react';
import type { EndpointHealthQuery } from '@/api/generated/endpoints';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { colours } from '@/features/endpoints/revisions';
import { percent } from '@/format/number';
import { spanInWords } from '@/format/span';
import { exactUtc } from '@/format/time';
import type { SeriesColour } from '@/parts/chart/series-store';
import { Panel } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { SeriesStore, TimeSeries } from '@/parts/TimeSeries';
import {
  coverageOf,
  linesOf,
  MEASURES,
  ofRevision,
  qualityText,
  revisionsOf,
  type Covered,
  type HealthPeriod,
} from './health';
import styles from './health.module.css';
import { words } from './words';

const says = words.qualityPanel;

interface QualityPanelProps {
  readonly endpoint: EndpointDetail;
  readonly health: Extract<NonNullable<EndpointHealthQuery['node']>, { __typename: 'Endpoint' }>;
  readonly period: HealthPeriod;
  /** Null: the person may look only. */
  readonly onSet: (() => void) | null;
}

/** How well each revision did by window, with its interval, and for how many predictions labels came. */
export function QualityPanel({ endpoint, health, period, onSet }: QualityPanelProps) {
  const { quality, qualityRule: rule } = health;
  if (rule === null) {
    return (
      <Panel title="Quality">
        <Empty title={says.notHeldAgainstLabels}>
          <p>{says.sayWhichOutput}</p>
          {onSet !== null && <Button onClick={onSet}>{says.holdAgainstLabels}</Button>}
        </Empty>
      </Panel>
    );
  }
  const note = says.ofPrediction(MEASURES[rule.measure].label, spanInWords(rule.window));
  if (quality.length === 0) {
    return (
      <Panel title="Quality" note={note}>
        <Empty title={says.noWindow(period.label)}>
          <p>{says.windowBegins(spanInWords(rule.horizon))}</p>
        </Empty>
      </Panel>
    );
  }
  return (
    <Panel title="Quality" note={note} end={says.end(rule.output)}>
      <Curves endpoint={endpoint} windows={quality} measure={rule.measure} />
      <Coverage covered={coverageOf(quality)} />
      <p className={styles.note}>{says.bandsAre95Intervals(spanInWords(rule.horizon))}</p>
    </Panel>
  );
}

interface CurvesProps {
  readonly endpoint: EndpointDetail;
  readonly windows: QualityPanelProps['health']['quality'];
  readonly measure: keyof typeof MEASURES;
}

function Curves({ endpoint, windows, measure }: CurvesProps) {
  const { name, revisions } = endpoint;
  const store = useMemo(() => {
    const colourOf = colours(revisions);
    const byNumber = new Map(revisions.map(({ id, number }) => [number, colourOf.get(id)]));
    return new SeriesStore(
      linesOf(windows, (revision) => (byNumber.get(revision) ?? (revision % 6) + 1) as SeriesColour),
    );
  }, [revisions, windows]);
  const events = useMemo(
    () =>
      revisionsOf(windows)
        .slice(1)
        .flatMap((revision) => {
          const first = ofRevision(windows, revision)[0];
          return first === undefined ? [] : [{ at: Date.parse(first.from) / 1_000, label: `r${revision}` }];
        }),
    [windows],
  );
  return (
    <TimeSeries
      title={MEASURES[measure].label}
      note={says.note}
      store={store}
      axis="time"
      height={180}
      format={FORMATS[measure]}
      events={events}
      fileName={`${name}-quality`}
    />
  );
}

/** The same function as long as it formats the same way. */
const FORMATS = {
  ACCURACY: (value: number) => qualityText('ACCURACY', value),
  MEAN_ABSOLUTE_ERROR: (value: number) => qualityText('MEAN_ABSOLUTE_ERROR', value),
} as const;

/** One bar a window: the share of its predictions with a label; outlined while it still counts. */
function Coverage({ covered }: { readonly covered: readonly Covered[] }) {
  return (
    <figure className={styles.coverage} aria-label="Coverage">
      <figcaption>
        <b className="med">Coverage</b> <span className="t3 f12">{says.shareOfPredictions}</span>
      </figcaption>
      <ol className={styles.bars}>
        {covered.map(({ from, share, predictions, frozen }) => (
          <li
            key={from}
            data-counting={!frozen || undefined}
            title={says.of(exactUtc(from), percent(share), predictions, frozen)}
          >
            <i style={{ height: `${Math.max(2, share * 100)}%` }} />
            <span className="sr">
              {exactUtc(from)}: {percent(share)}
              {frozen ? '' : says.stillCounting}
            </span>
          </li>
        ))}
      </ol>
    </figure>
  );
}
