import { useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { RulePreviewDocument, type PreviewFragment } from '@/api/generated/alerts';
import styles from '@/features/alerts/alerts.module.css';
import type { ProjectOfAlerts, RuleLine } from '@/features/alerts/use-alerts';
import { KINDS, valueText } from '@/parts/alert/words';
import { NO_VALUE } from '@/format/number';
import { spanInWords } from '@/format/span';
import { KeyValue } from '@/parts/KeyValue';
import { Skeleton } from '@/parts/states';
import { SeriesStore, TimeSeries } from '@/parts/TimeSeries';
import { checkCondition, conditionOf, valuesOf, type RuleValues } from './rule-values';
import { words } from './words';

const says = words.rulePreview;

interface RulePreviewProps {
  readonly project: ProjectOfAlerts;
  /** As it is saved; null for a new one. */
  readonly rule: RuleLine | null;
  readonly values: RuleValues;
}

/** Nobody types so slowly. */
const PAUSE_MS = 400;

/** How often the rule would have spoken over the last week, as it is written and as it is saved. */
export function RulePreview({ project, rule, values }: RulePreviewProps) {
  const isRight = Object.keys(checkCondition(values)).length === 0;
  const written = useSettled(isRight ? JSON.stringify(conditionOf(values)) : null);
  const edited = useMemo(
    () => (written === null ? null : (JSON.parse(written) as ReturnType<typeof conditionOf>)),
    [written],
  );
  const saved = rule === null ? edited : conditionOf(valuesOf(rule));
  const [{ data, error, fetching }] = useQuery({
    query: RulePreviewDocument,
    variables: {
      project: project.id,
      edited: edited ?? NOTHING,
      saved: saved ?? NOTHING,
    },
    pause: edited === null,
  });
  const found = data?.node?.__typename === 'Project' ? data.node : undefined;
  return (
    <section aria-label={says.label}>
      <h3 className={styles.sub}>{says.label}</h3>
      {!isRight ? (
        <p className={styles.blank}>{says.onceTheSentence}</p>
      ) : error !== undefined ? (
        <p className={styles.blank} role="alert">
          {says.couldNotTry(toFailure(error).message)}
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
          {found.edited.missing === null && edited !== null && (
            <WeekCurve
              kind={values.kind}
              points={found.edited.points}
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
  if (edited.missing !== null) {
    return (
      <p className={styles.blank} role="status">
        {says.nothingIsStored(edited.missing)}
      </p>
    );
  }
  return (
    <>
      <p className={styles.outcome} role="status">
        <b className="med">{says.wouldHaveFired(times(edited))}</b>
        {saved !== null && says.asSaved(times(saved))}
      </p>
      <KeyValue
        facts={[
          { label: 'Highest', value: valueText(kind, edited.highest) },
          {
            label: says.overTheLimit,
            value: says.value(edited.over, edited.windows),
          },
          {
            label: says.withoutData,
            value: edited.withoutData === 'PT0S' ? NO_VALUE : spanInWords(edited.withoutData),
          },
        ]}
      />
      {NOTES[kind] !== undefined && <p className={styles.blank}>{NOTES[kind]}</p>}
    </>
  );
}

/** What the figures are not. */
const NOTES: Readonly<Partial<Record<RuleValues['kind'], string>>> = {
  QUALITY: says.byLabels,
  BUDGET: says.byLedger,
};

function times({ firings, firing }: PreviewFragment): string {
  return firings === 0 ? 'never' : says.inAll(firings, spanInWords(firing));
}

interface WeekCurveProps {
  readonly kind: RuleValues['kind'];
  readonly points: PreviewFragment['points'];
  readonly edited: number;
  readonly saved: number | null;
}

/** The highest value of each part of the week: what is over the limit for minutes only is seen, too. */
function WeekCurve({ kind, points, edited, saved }: WeekCurveProps) {
  const store = useMemo(
    () =>
      new SeriesStore([
        {
          id: 'value',
          label: KINDS[kind].what,
          colour: 1,
          points: points.map(({ at, highest }) => ({ x: Date.parse(at) / 1_000, y: highest })),
        },
      ]),
    [kind, points],
  );
  const limits = useMemo(
    () => [
      ...(saved === null || saved === edited
        ? []
        : [{ value: saved, label: says.savedValue(valueText(kind, saved)) }]),
      {
        value: edited,
        label: `${valueText(kind, edited)}${saved === null || saved === edited ? '' : says.asEdited}`,
      },
    ],
    [kind, edited, saved],
  );
  const format = useMemo(() => (value: number) => valueText(kind, value), [kind]);
  return (
    <TimeSeries
      title={says.title}
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
