import { useEffect, useMemo } from 'react';
import type { Failure } from '@/api/failure';
import type { EvidenceRowFragment } from '@/api/generated/endpoints';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { colours } from '@/features/endpoints/revisions';
import type { SeriesColour } from '@/parts/chart/series-store';
import { Panel, PanelBody } from '@/parts/Panel';
import { State } from '@/parts/State';
import { Failed, Skeleton } from '@/parts/states';
import { SeriesStore, TimeSeries } from '@/parts/TimeSeries';
import { countsOf, curveOf, evidenceOf, evidenceText, expectedErrors, isUnderWay } from './rollout';
import styles from './rollout.module.css';
import type { RolloutOfEndpoint } from './use-rollouts';
import { words } from './words';

const says = words.evidencePanel;

interface EvidencePanelProps {
  readonly rollout: RolloutOfEndpoint;
  readonly endpoint: EndpointDetail;
  /** Newest first; undefined while it is on its way. */
  readonly evidence: readonly EvidenceRowFragment[] | undefined;
  readonly failure: Failure | null;
  readonly onRetry: () => void;
  readonly nowMs: number;
}

const FAILS = 'evidence';
const REFUSES = 'refusals';
/** As many as are fetched. */
const MOST = 100;

/** What errors and refusals say, over time, with the lines that roll back and pause. It is kept once the rollout is over. */
export function EvidencePanel(props: EvidencePanelProps) {
  const { rollout, evidence, failure, onRetry } = props;
  const last = evidence?.[0];
  return (
    <Panel
      title={says.errorsAndRefusals}
      note={says.note(rollout.candidate.number, rollout.baseline.number)}
      end={last !== undefined && <State name={last.verdict} />}
    >
      {evidence !== undefined ? (
        <Curve {...props} evidence={evidence} />
      ) : failure !== null ? (
        <Failed what={says.what} failure={failure} onRetry={onRetry} />
      ) : (
        <PanelBody>
          <div aria-busy="true">
            <Skeleton width={320} />
          </div>
        </PanelBody>
      )}
    </Panel>
  );
}

function Curve(props: EvidencePanelProps & { readonly evidence: readonly EvidenceRowFragment[] }) {
  const { rollout, endpoint, evidence, nowMs } = props;
  const { candidate, logLimit, logCallerLimit, steps, endedAt } = rollout;
  const colour = (colours(endpoint.revisions).get(candidate.id) ?? 2) as SeriesColour;
  const endMs = endedAt === null ? 0 : Date.parse(endedAt);
  const name = `r${candidate.number}`;
  const store = useMemo(() => {
    const points = (of: (row: EvidenceRowFragment) => number) =>
      curveOf(
        evidence.map((row) => ({ at: row.at, log: of(row) })),
        endMs,
      );
    return new SeriesStore([
      { id: FAILS, label: says.fails(name), colour, points: points(({ logEvidence }) => logEvidence) },
      {
        id: REFUSES,
        label: says.refuses(name),
        colour,
        dashed: true,
        points: points(({ logCallerEvidence }) => logCallerEvidence),
      },
    ]);
  }, [name, colour, evidence, endMs]);
  const underWay = isUnderWay(rollout);
  const newest = evidence[0];
  useEffect(() => {
    // What was found last holds until now.
    if (!underWay || newest === undefined || Date.parse(newest.at) >= nowMs) return;
    store.append(FAILS, nowMs / 1_000, evidenceOf(newest.logEvidence));
    store.append(REFUSES, nowMs / 1_000, evidenceOf(newest.logCallerEvidence));
  }, [store, underWay, newest, nowMs]);
  const limits = useMemo(
    () => [
      { value: evidenceOf(logLimit), label: says.failsRollsBack(evidenceText(evidenceOf(logLimit))) },
      {
        value: evidenceOf(logCallerLimit),
        label: says.refusesPauses(evidenceText(evidenceOf(logCallerLimit))),
      },
    ],
    [logLimit, logCallerLimit],
  );
  const events = useMemo(() => eventsOf(evidence), [evidence]);
  const { candidate: ours, baseline: theirs } = countsOf(steps);
  return (
    <>
      <TimeSeries
        title={says.evidence}
        store={store}
        axis="time"
        height={200}
        format={evidenceText}
        log
        live={underWay}
        limits={limits}
        events={events}
        fileName={`${endpoint.name}-r${candidate.number}-evidence`}
      />
      <p className={styles.note}>
        {says.judgedErrorsFell(
          ours.judged,
          ours.judged + theirs.judged,
          candidate.number,
          expectedErrors(steps).toFixed(1),
          ours.caller,
          ours.caller + theirs.caller,
        )}
        {evidence.length >= MOST && says.newestChanges(MOST)}
      </p>
    </>
  );
}

/** Where a step began. */
function eventsOf(evidence: readonly EvidenceRowFragment[]) {
  const firsts = new Map<number, EvidenceRowFragment>();
  for (const row of evidence) firsts.set(row.step, row);
  return [...firsts.values()]
    .filter(({ step }) => step > 0)
    .reverse()
    .map(({ at, weight }) => ({ at: Date.parse(at) / 1_000, label: `${weight} %` }));
}
