import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { holds, type Permission } from '@/api/permissions';
import { rate } from '@/format/number';
import { Banner } from '@/parts/Banner';
import { Columns, Stack } from '@/parts/Columns';
import { Comments } from '@/parts/comments/Comments';
import { Icon } from '@/parts/Icon';
import { Panel } from '@/parts/Panel';
import { Failed } from '@/parts/states';
import { Strip } from '@/parts/Strip';
import { Segments, useTab } from '@/parts/Tabs';
import type { LimitMark } from '@/parts/TimeSeries';
import { useVerbs } from '@/parts/verbs';
import { RevisionCharts } from './by-revision/RevisionCharts';
import { measuredOf } from './by-revision/lines';
import { words as apart } from './by-revision/words';
import { changeMarks } from './change-marks';
import { Charts } from './Charts';
import type { EndpointDetail } from './detail';
import { EndpointHead, EndpointTabs } from './EndpointHead';
import type { EndpointPartProps } from './EndpointView';
import { figures } from './figures';
import { ReplicaTable } from './ReplicaTable';
import { before, endpointState, ready, serving } from './revisions';
import { RevisionTable } from './RevisionTable';
import { RollBackDialog } from './RollBackDialog';
import { ScalingPanel } from './scaling/ScalingPanel';
import { ShiftDialog } from './ShiftDialog';
import { StopDialog } from './StopDialog';
import { boundsOf, PERIODS } from './traffic';
import { TryIt } from './TryIt';
import { useOverTime } from './use-over-time';
import { words } from './words';

const says = words.overview;

const SEGMENTS = PERIODS.map(({ key, label }) => ({ key, label }));
const CHARTS = [
  { key: 'together', label: apart.together },
  { key: 'revision', label: apart.apart },
];

/** Fast, healthy, scaled and why; and a form to try it. */
export function Overview(props: EndpointPartProps) {
  const { endpoint, period, buckets, perMinute, fetched, minutes, following, reload } = props;
  const [action, setAction] = useState<'shift' | 'rollBack' | 'stop' | null>(null);
  const { revisions } = endpoint;
  const isApart = useTab(CHARTS, 'by') === 'revision';
  const found = useOverTime(endpoint.id, period, { past: endpoint, anchorMs: props.anchorMs });
  const past = found.past ?? endpoint;
  const { anchorMs } = found;
  const { trafficByRevision, replicaHistory, rollouts } = past;
  const figuresById = useMemo(
    () => measuredOf(trafficByRevision, boundsOf(period, anchorMs), period),
    [trafficByRevision, anchorMs, period],
  );
  // The charts keep what they began with, and so do their marks.
  const fromMs = Date.parse(boundsOf(period, props.anchorMs).from);
  const events = useMemo(
    () => changeMarks(revisions, { replicaHistory, rollouts }, fromMs),
    [revisions, replicaHistory, rollouts, fromMs],
  );
  const limits = useMemo(() => limitsOf(endpoint), [endpoint]);
  const choice = <Segments label={apart.choice} param="by" tabs={CHARTS} />;
  const dialog = { endpoint, perMinute, onClose: () => setAction(null), onConflict: reload };
  const may = (permission: Permission) => holds(endpoint.project.permissions, permission);
  const mayWrite = may('ENDPOINT_WRITE');
  const isOver = endpointState(revisions) === 'STOPPED' || endpointState(revisions) === 'FAILED';
  const isRolling = endpoint.rollout != null;
  const isLive = following.state === 'following';
  const mayStop = mayWrite && !isOver;
  const mayRollBack = mayWrite && before(revisions) !== null;
  // A rollout splits the traffic by itself: until it is over, nobody else does.
  const mayShift = mayWrite && ready(revisions).length > 1 && !isRolling;
  useVerbs([
    mayRollBack && { label: says.rollBackVerb, icon: 'undo', run: () => setAction('rollBack') },
    mayShift && { label: says.shiftTrafficVerb, icon: 'serve', run: () => setAction('shift') },
    mayStop && { label: says.stopVerb, icon: 'stop', run: () => setAction('stop') },
  ]);
  return (
    <>
      <EndpointHead
        {...props}
        actions={
          <>
            <Segments label="Period" param="period" tabs={SEGMENTS} />
            {mayStop && (
              <Button variant="default" color="red" onClick={() => setAction('stop')}>
                Stop
              </Button>
            )}
            {mayRollBack && (
              <Button
                variant="default"
                leftSection={<Icon name="undo" size={14} />}
                onClick={() => setAction('rollBack')}
              >
                {says.rollBack}
              </Button>
            )}
            {mayShift && <Button onClick={() => setAction('shift')}>{says.shiftTraffic}</Button>}
          </>
        }
      />
      {endpoint.rollout != null && (
        <Banner
          tone={endpoint.rollout.status === 'PAUSED' ? 'wait' : 'info'}
          action={
            <Button variant="default" component={Link} to="?tab=rollout">
              {says.openTheRollout}
            </Button>
          }
        >
          <b className="med">
            {endpoint.rollout.status === 'PAUSED' ? says.rolloutAwaits : says.rolloutIsUnder}
          </b>{' '}
          {says.splitsTheTraffic}
        </Banner>
      )}
      {endpoint.scaling.reason !== null && serving(revisions).length === 0 && (
        <Banner tone={isOver ? 'warn' : 'info'}>
          <b className="med">{says.nothingServesRequestsNow}</b> {sentence(endpoint.scaling.reason)}
        </Banner>
      )}
      <Strip figures={figures(endpoint, buckets, period)} />
      <EndpointTabs />
      <Columns aside={372}>
        <Stack>
          {isApart ? (
            <RevisionCharts
              revisions={trafficByRevision}
              name={endpoint.name}
              sync={endpoint.id}
              {...{ anchorMs, period, events, limits, choice }}
            />
          ) : (
            <Charts
              name={endpoint.name}
              sync={endpoint.id}
              {...{ events, limits, choice }}
              fetched={fetched}
              minutes={minutes}
              period={period}
              live={isLive}
            />
          )}
          {found.failure !== null && (
            <Panel>
              <Failed what={says.chartsNotNew} failure={found.failure} onRetry={found.again} />
            </Panel>
          )}
          <RevisionTable
            revisions={revisions}
            measured={figuresById}
            note={words.revisionTable.measured(period.label)}
          />
          <ScalingPanel
            scaling={endpoint.scaling}
            name={endpoint.name}
            sync={endpoint.id}
            fetched={isApart ? replicaHistory : endpoint.replicaHistory}
            newest={replicaHistory}
            events={events}
            period={period.label}
            live={isLive && !isApart}
          />
          <ReplicaTable revisions={revisions} />
          <Comments subject={endpoint} word="endpoint" comments={endpoint.comments} may={may} />
        </Stack>
        <TryIt endpoint={endpoint} mayInvoke={may('ENDPOINT_INVOKE')} />
      </Columns>
      {action === 'shift' && <ShiftDialog {...dialog} />}
      {action === 'rollBack' && <RollBackDialog {...dialog} />}
      {action === 'stop' && <StopDialog {...dialog} />}
    </>
  );
}

/** Above which p95 an alert speaks: of more rules the lowest. */
function limitsOf({ id, project }: EndpointDetail): LimitMark[] {
  const values = (project.alertRules ?? [])
    .filter(({ kind, endpointId }) => kind === 'ENDPOINT_LATENCY' && endpointId === id)
    .map(({ threshold }) => threshold);
  const value = Math.min(...values);
  return values.length === 0 ? [] : [{ value, label: apart.limit(rate(value)) }];
}

/** Reasons come as parts of sentences. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
