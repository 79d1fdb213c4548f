import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Permission } from '@/api/permissions';
import { Banner } from '@/parts/Banner';
import { Columns, Stack } from '@/parts/Columns';
import { CopyButton } from '@/parts/CopyButton';
import { Icon } from '@/parts/Icon';
import { PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { State } from '@/parts/State';
import { Failed } from '@/parts/states';
import { Strip } from '@/parts/Strip';
import { Segments } from '@/parts/Tabs';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { Charts } from './Charts';
import type { EndpointDetail } from './detail';
import styles from './endpoints.module.css';
import { figures } from './figures';
import { ReplicaTable } from './ReplicaTable';
import { before, endpointState, ready, serving } from './revisions';
import { RevisionTable } from './RevisionTable';
import { RollBackDialog } from './RollBackDialog';
import { ScalingPanel } from './ScalingPanel';
import { ShiftDialog } from './ShiftDialog';
import { StopDialog } from './StopDialog';
import { figuresOf, PERIODS, withMinute, type Period } from './traffic';
import { TryIt } from './TryIt';
import type { EndpointFound } from './use-endpoint';

interface EndpointViewProps extends EndpointFound {
  readonly endpoint: EndpointDetail;
  readonly period: Period;
}

const SEGMENTS = PERIODS.map(({ key, label }) => ({ key, label }));

export function EndpointView(props: EndpointViewProps) {
  const { endpoint, period, fetched, minutes, following, failure, answeredMs, reload } = props;
  const [action, setAction] = useState<'shift' | 'rollBack' | 'stop' | null>(null);
  const buckets = useMemo(
    () => minutes.reduce((all, minute) => withMinute(all, minute, period.buckets), [...fetched]),
    [fetched, minutes, period.buckets],
  );
  const perMinute = figuresOf(buckets, period).perMinute ?? 0;
  const { revisions } = endpoint;
  const dialog = { endpoint, perMinute, onClose: () => setAction(null), onConflict: reload };
  const may = (permission: Permission) => endpoint.project.permissions.includes(permission);
  const mayWrite = may('ENDPOINT_WRITE');
  const isOver = endpointState(revisions) === 'STOPPED' || endpointState(revisions) === 'FAILED';
  return (
    <>
      <PageHead
        title={endpoint.name}
        aside={<State name={endpointState(revisions)} />}
        parents={[
          { label: endpoint.project.name, path: paths.project(endpoint.project.id) },
          { label: 'Endpoints', path: paths.endpoints() },
        ]}
        meta={
          <>
            <span className={styles.address}>
              <span className="mono cut" title={endpoint.url}>
                {endpoint.url}
              </span>
              <CopyButton text={endpoint.url} label="Copy URL" />
            </span>
            <span className="only-wide">
              gRPC <span className="mono">{endpoint.grpcTarget}</span>
            </span>
            {following.state === 'following' && <span>live</span>}
            {answeredMs !== null && (
              <span>
                as of <When at={new Date(answeredMs).toISOString()} />
              </span>
            )}
          </>
        }
        actions={
          <>
            {mayWrite && !isOver && (
              <Button variant="default" color="red" onClick={() => setAction('stop')}>
                Stop
              </Button>
            )}
            {mayWrite && before(revisions) !== null && (
              <Button
                variant="default"
                leftSection={<Icon name="undo" size={14} />}
                onClick={() => setAction('rollBack')}
              >
                Roll back
              </Button>
            )}
            {mayWrite && ready(revisions).length > 1 && (
              <Button onClick={() => setAction('shift')}>Shift traffic</Button>
            )}
          </>
        }
      />
      {failure !== null && (
        <Panel>
          <Failed what="Could not bring it up to date" failure={failure} onRetry={reload} />
        </Panel>
      )}
      {endpoint.scaling.reason !== null && serving(revisions).length === 0 && (
        <Banner tone={isOver ? 'warn' : 'info'}>
          <b className="med">Nothing serves requests now.</b> {sentence(endpoint.scaling.reason)}
        </Banner>
      )}
      <div className={styles.period}>
        <Segments label="Period" param="period" tabs={SEGMENTS} />
      </div>
      <Strip figures={figures(endpoint, buckets, period)} />
      <Columns aside={372}>
        <Stack>
          <Charts
            name={endpoint.name}
            revisions={revisions}
            fetched={fetched}
            minutes={minutes}
            period={period}
            live={following.state === 'following'}
          />
          <RevisionTable revisions={revisions} perMinute={perMinute} />
          <ScalingPanel scaling={endpoint.scaling} />
          <ReplicaTable revisions={revisions} />
        </Stack>
        <TryIt endpoint={endpoint} mayInvoke={may('ENDPOINT_INVOKE')} />
      </Columns>
      {action === 'shift' && <ShiftDialog {...dialog} />}
      {action === 'rollBack' && <RollBackDialog {...dialog} />}
      {action === 'stop' && <StopDialog {...dialog} />}
    </>
  );
}

/** Reasons come as parts of sentences. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
