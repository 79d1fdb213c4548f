import { useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { RulePreviewDocument, type PreviewFragment } from '@/api/generated/alerts';
import styles from '@/features/alerts/alerts.module.css';
import { seriesOf } from '@/features/alerts/list/traffic-values';
import type { ProjectOfAlerts, RuleLine } from '@/features/alerts/use-alerts';
import { KINDS, valueText } from '@/features/alerts/words';
import { count, counted, NO_VALUE } from '@/format/number';
import { spanInWords } from '@/format/span';
import { useNow } from '@/parts/now';
import { KeyValue } from '@/parts/KeyValue';
import { Skeleton } from '@/parts/states';
import { SeriesStore, TimeSeries } from '@/parts/TimeSeries';
import { checkCondition, conditionOf, valuesOf, type RuleValues } from './rule-values';

interface RulePreviewProps {
  readonly project: ProjectOfAlerts;
  /** As it is saved; null for a new one. */
  readonly rule: RuleLine | null;
  readonly values: RuleValues;
}

/** Nobody types so slowly. */
const PAUSE_MS = 400;
const WEEK_MS = 7 * 86_400_000;
const HOUR_MS = 3_600_000;

/** How often the rule would have spoken over the last week, as it is written and as it is saved. */
export function RulePreview({ project, rule, values }: RulePreviewProps) {
  const now = useNow();
  const [openedMs] = useState(() => Math.floor(now / HOUR_MS) * HOUR_MS);
  const isBudget = values.kind === 'BUDGET';
  const isRight = Object.keys(checkCondition(values)).length === 0;
  const written = useSettled(isRight && !isBudget ? JSON.stringify(conditionOf(values)) : null);
  const edited = useMemo(
    () => (written === null ? null : (JSON.parse(written) as ReturnType<typeof conditionOf>)),
    [written],
  );
  const saved = rule === null ? edited : conditionOf(valuesOf(rule));
  const withTraffic = KINDS[values.kind].ofTraffic;
  const [{ data, error, fetching }] = useQuery({
    query: RulePreviewDocument,
    variables: {
      project: project.id,
      edited: edited ?? NOTHING,
      saved: saved ?? NOTHING,
      endpointId: edited?.endpointId ?? '',
      withTraffic,
      period: {
        from: new Date(openedMs - WEEK_MS).toISOString(),
        to: new Date(openedMs).toISOString(),
      },
      buckets: 168,
    },
    pause: edited === null,
  });
  const found = data?.node?.__typename === 'Project' ? data.node : undefined;
  const traffic = data?.endpoint?.__typename === 'Endpoint' ? data.endpoint.traffic : undefined;
  return (
    <section aria-label="Over the last week">
      <h3 className={styles.sub}>Over the last week</h3>
      {isBudget ? (
        <p className={styles.blank}>Of a budget no history is kept, so that there is nothing to try it on.</p>
      ) : !isRight ? (
        <p className={styles.blank}>Once the sentence is whole, it is tried on the last seven days.</p>
      ) : error !== undefined ? (
        <p className={styles.blank} role="alert">
          Could not try it: {toFailure(error).message}
        </p>
      ) : found?.edited == null ? (
        <div className={styles.loading} aria-busy={fetching}>
          <Skeleton width={240} />
        </div>
      ) : (
        <>
          <Outcome
            kind={values.kind}
            edited={found.edited}
            saved={rule === null || written === JSON.stringify(saved) ? null : found.saved}
          />
          {traffic !== undefined && edited !== null && (
            <WeekCurve
              kind={values.kind}
              traffic={traffic}
              edited={edited.threshold}
              saved={rule?.threshold ?? null}
            />
          )}
        </>
      )}
    </section>
  );
}

interface OutcomeProps {
  readonly kind: RuleValues['kind'];
  readonly edited: PreviewFragment;
  /** Null where it is the same. */
  readonly saved: PreviewFragment | null;
}

function Outcome({ kind, edited, saved }: OutcomeProps) {
  return (
    <>
      <p className={styles.outcome} role="status">
        <b className="med">Would have fired {times(edited)}</b>
        {saved !== null && `; as saved ${times(saved)}`}
      </p>
      <KeyValue
        facts={[
          { label: 'Highest', value: valueText(kind, edited.highest) },
          {
            label: 'Over the limit',
            value: `${count(edited.over)} of ${counted(edited.windows, 'window', 'windows')}`,
          },
          {
            label: 'Without data',
            value: edited.withoutData === 'PT0S' ? NO_VALUE : spanInWords(edited.withoutData),
          },
        ]}
      />
    </>
  );
}

function times({ firings, firing }: PreviewFragment): string {
  return firings === 0 ? 'never' : `${counted(firings, 'time', 'times')}, ${spanInWords(firing)} in all`;
}

interface WeekCurveProps {
  readonly kind: RuleValues['kind'];
  readonly traffic: Parameters<typeof seriesOf>[1];
  readonly edited: number;
  readonly saved: number | null;
}

/** By the hour: what is over the limit for minutes only is counted above, and may not be seen here. */
function WeekCurve({ kind, traffic, edited, saved }: WeekCurveProps) {
  const store = useMemo(
    () =>
      new SeriesStore([{ id: 'value', label: KINDS[kind].what, colour: 1, points: seriesOf(kind, traffic) }]),
    [kind, traffic],
  );
  const limits = useMemo(
    () => [
      ...(saved === null || saved === edited
        ? []
        : [{ value: saved, label: `${valueText(kind, saved)}, as saved` }]),
      {
        value: edited,
        label: `${valueText(kind, edited)}${saved === null || saved === edited ? '' : ', as edited'}`,
      },
    ],
    [kind, edited, saved],
  );
  const format = useMemo(() => (value: number) => valueText(kind, value), [kind]);
  return (
    <TimeSeries
      title="By the hour"
      store={store}
      axis="time"
      height={130}
      format={format}
      zeroBased
      limits={limits}
      fileName="rule-week"
    />
  );
}

/** What was typed, once nothing was for a while. */
function useSettled(text: string | null): string | null {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Stands for what is not asked for. */
const NOTHING = { kind: 'JOB_FAILURE', threshold: 0, window: 'PT1M', lasting: 'PT0S' } as const;
