import { holds } from '@/api/permissions';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Columns, Stack } from '@/parts/Columns';
import { Icon } from '@/parts/Icon';
import { useNow } from '@/parts/now';
import { Panel } from '@/parts/Panel';
import { Empty, Failed, Hidden, Snippet } from '@/parts/states';
import { Strip, StripSkeleton } from '@/parts/Strip';
import { useParam } from '@/parts/use-param';
import { EndpointHead, EndpointTabs } from '@/features/endpoints/EndpointHead';
import type { EndpointPartProps } from '@/features/endpoints/EndpointView';
import { PERIODS } from '@/features/endpoints/traffic';
import { AnswersPanel } from './AnswersPanel';
import { DecideDialog, type Decision } from './DecideDialog';
import { DecidePanel } from './DecidePanel';
import { EvidencePanel } from './EvidencePanel';
import { LatencyPanel } from './LatencyPanel';
import { rolloutFigures, ROLLOUT_LABELS } from './rollout-figures';
import { isUnderWay } from './rollout';
import { PolicyDialog } from './PolicyDialog';
import { PolicyPanel } from './PolicyPanel';
import { RolloutTable } from './RolloutTable';
import { StartDialog } from './StartDialog';
import { StateLine } from './StateLine';
import { StepsPanel } from './StepsPanel';
import { useEvidence, useRollouts } from './use-rollouts';
import { words } from './words';

const says = words.rolloutTab;

/** A candidate that takes the traffic over: which step, what the evidence says, until when somebody must decide. */
export function RolloutTab(props: EndpointPartProps) {
  const { endpoint, perMinute } = props;
  const now = useNow();
  const found = useRollouts(endpoint.id);
  const [chosen, setChosen] = useParam('rollout');
  const [open, setOpen] = useState<Decision | 'start' | 'policy' | null>(null);
  const { rollouts, newest } = found;
  const shown = rollouts?.find(({ id }) => id === chosen) ?? newest;
  const past = useEvidence(shown === null || shown.id === newest?.id ? null : shown.id);
  const evidence = shown !== null && shown.id === newest?.id ? found.evidence : past.evidence;
  const come = props.period === PERIODS[0] ? { past: endpoint, anchorMs: props.anchorMs } : null;
  const mayWrite = holds(endpoint.project.permissions, 'ENDPOINT_WRITE');
  const underWay = newest !== null && isUnderWay(newest) ? newest : null;
  const policyPanel = <PolicyPanel policy={found.policy} onSet={mayWrite ? () => setOpen('policy') : null} />;
  const dialog = { endpoint, perMinute, onClose: () => setOpen(null), onStale: found.again };

  const start = mayWrite && (
    <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setOpen('start')}>
      {says.startRollout}
    </Button>
  );
  const canStart = rollouts !== undefined && rollouts.length > 0 && underWay === null;
  return (
    <>
      <EndpointHead
        {...props}
        actions={
          underWay !== null && mayWrite ? (
            <Actions status={underWay.status} onChoose={setOpen} />
          ) : (
            canStart && start
          )
        }
      />
      {shown !== null && <StateLine rollout={shown} endpoint={endpoint} nowMs={now} />}
      {shown !== null && <Strip figures={rolloutFigures(shown, evidence?.[0], now)} />}
      {rollouts === undefined && found.failure === null && !found.hidden && (
        <StripSkeleton labels={ROLLOUT_LABELS} />
      )}
      <EndpointTabs />
      {found.hidden ? (
        <Panel>
          <Hidden />
        </Panel>
      ) : (
        found.failure !== null && (
          <Panel>
            <Failed what={says.what} failure={found.failure} onRetry={found.again} />
          </Panel>
        )
      )}
      {rollouts?.length === 0 && (
        <Panel>
          <Empty title={says.title}>
            <p>{says.rolloutGives}</p>
            {start}
            <Snippet>{'mutation($i: StartRolloutInput!) { startRollout(input: $i) { id status } }'}</Snippet>
          </Empty>
        </Panel>
      )}
      {rollouts?.length === 0 && policyPanel}
      {shown !== null && (
        <>
          <StepsPanel rollout={shown} endpoint={endpoint} nowMs={now} />
          <Columns aside={348}>
            <Stack>
              <EvidencePanel
                rollout={shown}
                endpoint={endpoint}
                evidence={evidence}
                failure={past.failure}
                onRetry={past.again}
                nowMs={now}
              />
              <AnswersPanel rollout={shown} endpoint={endpoint} />
              {/* Of one that is over the last hour says nothing. */}
              {isUnderWay(shown) && <LatencyPanel rollout={shown} endpoint={endpoint} come={come} />}
            </Stack>
            <Stack>
              <DecidePanel
                rollout={shown}
                endpoint={endpoint}
                evidence={evidence ?? []}
                perMinute={perMinute}
                nowMs={now}
              />
              {policyPanel}
            </Stack>
          </Columns>
          <RolloutTable
            rollouts={rollouts ?? []}
            shown={shown.id}
            more={found.more}
            onShow={(id) => setChosen(id === newest?.id ? '' : id)}
          />
        </>
      )}
      {open === 'start' && <StartDialog {...dialog} policy={found.policy} />}
      {open === 'policy' && <PolicyDialog {...dialog} policy={found.policy} />}
      {open !== null && open !== 'start' && open !== 'policy' && underWay !== null && (
        <DecideDialog {...dialog} decision={open} rollout={underWay} />
      )}
    </>
  );
}

interface ActionsProps {
  readonly status: string;
  readonly onChoose: (decision: Decision) => void;
}

function Actions({ status, onChoose }: ActionsProps) {
  return (
    <>
      <Button
        variant="default"
        color="red"
        leftSection={<Icon name="undo" size={14} />}
        onClick={() => onChoose('abort')}
      >
        Abort
      </Button>
      {status === 'STEPPING' && (
        <Button variant="default" onClick={() => onChoose('pause')}>
          Pause
        </Button>
      )}
      {status === 'PAUSED' && (
        <>
          <Button variant="default" onClick={() => onChoose('extend')}>
            {says.extendPause}
          </Button>
          <Button variant="default" onClick={() => onChoose('resume')}>
            Resume
          </Button>
        </>
      )}
      {status !== 'PENDING' && <Button onClick={() => onChoose('promote')}>Promote</Button>}
    </>
  );
}
