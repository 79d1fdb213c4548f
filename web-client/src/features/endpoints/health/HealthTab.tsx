import { holds } from '@/api/permissions';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { EndpointHead, EndpointTabs } from '@/features/endpoints/EndpointHead';
import type { EndpointPartProps } from '@/features/endpoints/EndpointView';
import { Columns, Stack } from '@/parts/Columns';
import { Panel } from '@/parts/Panel';
import { Empty, Failed, Hidden, Snippet } from '@/parts/states';
import { Strip, StripSkeleton } from '@/parts/Strip';
import { Segments, useTab } from '@/parts/Tabs';
import { AlertsPanel } from './AlertsPanel';
import { paths } from '@/paths';
import { CaptureDialog } from './CaptureDialog';
import { CapturedRows } from './CapturedRows';
import { CapturePanel } from './CapturePanel';
import { healthFigures, HEALTH_LABELS } from './health-figures';
import { DriftDialog } from './DriftDialog';
import { DriftSection } from './DriftSection';
import { HEALTH_PERIODS } from './health';
import { LabelsPanel } from './LabelsPanel';
import { asksForRetraining } from './next-steps';
import { NextSteps } from './NextSteps';
import { QualityDialog } from './QualityDialog';
import { QualityPanel } from './QualityPanel';
import { useHealth } from './use-health';
import { WindowTable } from './WindowTable';
import { words } from './words';

const says = words.healthTab;

const SEGMENTS = HEALTH_PERIODS.map(({ key, label }) => ({ key, label }));

/** Whether the answers are still good: by the labels that came, of the requests that are kept. */
export function HealthTab(props: EndpointPartProps) {
  const { endpoint } = props;
  const key = useTab(SEGMENTS, 'health');
  const period = HEALTH_PERIODS.find((one) => one.key === key) ?? HEALTH_PERIODS[0];
  const { permissions } = endpoint.project;
  const { health, failure, hidden, again } = useHealth(endpoint.id, period, holds(permissions, 'ALERT_READ'));
  const [open, setOpen] = useState<'capture' | 'quality' | 'drift' | null>(null);
  const mayWrite = holds(permissions, 'ENDPOINT_WRITE');
  const mayCapture = mayWrite && holds(permissions, 'DATASET_WRITE');
  const close = () => setOpen(null);
  return (
    <>
      <EndpointHead
        {...props}
        actions={
          <>
            <Segments label="Period" param="health" tabs={SEGMENTS} />
            {health !== undefined && (
              <>
                {mayCapture && health.capture !== null && (
                  <Button variant="default" onClick={() => setOpen('capture')}>
                    {says.editCapture}
                  </Button>
                )}
                {mayWrite && health.qualityRule !== null && (
                  <Button variant="default" onClick={() => setOpen('quality')}>
                    {says.editQuality}
                  </Button>
                )}
                {mayWrite && health.driftRule !== null && (
                  <Button variant="default" onClick={() => setOpen('drift')}>
                    {says.editDrift}
                  </Button>
                )}
              </>
            )}
          </>
        }
      />
      {health === undefined
        ? failure === null && !hidden && <StripSkeleton labels={HEALTH_LABELS} />
        : (health.capture !== null || health.driftRule !== null) && <Strip figures={healthFigures(health)} />}
      <EndpointTabs />
      {hidden ? (
        <Panel>
          <Hidden />
        </Panel>
      ) : (
        failure !== null && (
          <Panel>
            <Failed what={says.what} failure={failure} onRetry={again} />
          </Panel>
        )
      )}
      {health?.project !== undefined && (
        <AlertsPanel
          endpoint={endpoint}
          project={health.project}
          hasNext={asksForRetraining(health, endpoint.id)}
          onStale={again}
        />
      )}
      {health !== undefined && <NextSteps endpoint={endpoint} health={health} onStale={again} />}
      {health !== undefined && (
        <DriftSection name={endpoint.name} health={health} onSet={mayWrite ? () => setOpen('drift') : null} />
      )}
      {health?.capture === null && (
        <Panel>
          <Empty title={says.title}>
            <p>{says.captureKeeps}</p>
            {mayCapture && <Button onClick={() => setOpen('capture')}>{says.captureRequests}</Button>}
            <Snippet>
              {'mutation($i: SetCaptureInput!) { setCapture(input: $i) { capture { share } } }'}
            </Snippet>
          </Empty>
        </Panel>
      )}
      {health?.capture != null && (
        <>
          <Columns aside={348}>
            <Stack>
              <QualityPanel
                endpoint={endpoint}
                health={health}
                period={period}
                onSet={mayWrite ? () => setOpen('quality') : null}
              />
              {health.quality.length > 0 && <WindowTable windows={health.quality} name={endpoint.name} />}
            </Stack>
            <Stack>
              <CapturePanel capture={health.capture} projectId={endpoint.project.id} />
              <LabelsPanel
                endpointId={endpoint.id}
                mayInvoke={holds(permissions, 'ENDPOINT_INVOKE')}
                arrival={health.labelArrival}
                collectedIn={
                  health.qualityRule?.labelsDatasetId == null
                    ? null
                    : paths.dataset(endpoint.project.id, health.qualityRule.labelsDatasetId)
                }
              />
            </Stack>
          </Columns>
          <CapturedRows capture={health.capture} projectId={endpoint.project.id} />
        </>
      )}
      {open === 'capture' && health !== undefined && (
        <CaptureDialog endpoint={endpoint} capture={health.capture} onClose={close} onStale={again} />
      )}
      {open === 'quality' && health !== undefined && (
        <QualityDialog
          endpoint={endpoint}
          rule={health.qualityRule}
          mayCollect={mayCapture}
          onClose={close}
          onStale={again}
        />
      )}
      {open === 'drift' && health !== undefined && (
        <DriftDialog endpoint={endpoint} rule={health.driftRule} onClose={close} onStale={again} />
      )}
    </>
  );
}
