import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { AcknowledgeAlertDocument } from '@/api/generated/alert';
import { useChange } from '@/api/use-change';
import { Drawer } from '@/parts/Drawer';
import { FormFailure } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { State } from '@/parts/State';
import { Failed, Skeleton } from '@/parts/states';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import styles from '@/features/alerts/alerts.module.css';
import { SilenceDialog } from '@/parts/alert/SilenceDialog';
import { endpointName, type AlertLine, type ProjectOfAlerts } from '@/features/alerts/use-alerts';
import { conditionText, valueText } from '@/parts/alert/words';
import { AlertCurve } from './AlertCurve';
import { AlertDeliveries } from './AlertDeliveries';
import { AlertTimeline } from './AlertTimeline';
import { useStory } from './use-story';
import { words } from './words';

const says = words.alertDrawer;

interface AlertDrawerProps {
  readonly alert: AlertLine;
  readonly project: ProjectOfAlerts;
  readonly mayWrite: boolean;
  readonly onClose: () => void;
  readonly onStale: () => void;
}

/** One time that a rule spoke: its curve, what it went through and who was told. */
export function AlertDrawer({ alert, project, mayWrite, onClose, onStale }: AlertDrawerProps) {
  const { rule } = alert;
  const [search] = useSearchParams();
  const story = useStory(alert);
  const [silencing, setSilencing] = useState(false);
  const acknowledge = useChange(AcknowledgeAlertDocument);
  const name = endpointName(project, rule.endpointId);

  async function take() {
    if ((await acknowledge.send({ id: alert.id, expectedVersion: alert.version })) === null) onStale();
  }

  return (
    <Drawer title={rule.name} aside={<State name={alert.status} />} onClose={onClose}>
      <div className={styles.acts}>
        {mayWrite && alert.endedAt === null && alert.acknowledgedAt === null && (
          <Button variant="default" loading={acknowledge.sending} onClick={() => void take()}>
            Acknowledge
          </Button>
        )}
        {mayWrite && (
          <Button variant="default" onClick={() => setSilencing(true)}>
            Silence…
          </Button>
        )}
        {rule.endpointId !== null && (
          <Button variant="subtle" component={Link} to={paths.endpoint(rule.endpointId)}>
            {says.openEndpoint}
          </Button>
        )}
      </div>
      {acknowledge.failure !== null && (
        <FormFailure what={says.couldNotAcknowledge} failure={acknowledge.failure} />
      )}
      {story.failure !== null ? (
        <Failed what={says.couldNotLoadWhat} failure={story.failure} onRetry={story.again} />
      ) : story.changes === undefined ? (
        <div className={styles.loading} aria-busy="true">
          <Skeleton width={240} />
        </div>
      ) : (
        <AlertCurve alert={alert} changes={story.changes} traffic={story.traffic} />
      )}
      <KeyValue
        facts={[
          {
            label: 'Rule',
            value: (
              <Link data-link to={{ search: ruleSearch(search, rule.id) }}>
                {rule.name}
              </Link>
            ),
          },
          ...(name === undefined ? [] : [{ label: 'Endpoint', value: name }]),
          { label: 'Speaks', value: conditionText(rule) },
          { label: says.label, value: valueText(rule.kind, alert.value) },
          { label: 'Started', value: <When at={alert.startedAt} /> },
          ...(alert.acknowledgedAt !== null
            ? [
                {
                  label: 'Acknowledged',
                  value: (
                    <>
                      {alert.acknowledgedBy?.label ?? 'somebody'}, <When at={alert.acknowledgedAt} />
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      {story.changes !== undefined && <AlertTimeline alert={alert} changes={story.changes} />}
      <AlertDeliveries alert={alert} project={project} mayWrite={mayWrite} onStale={onStale} />
      {silencing && (
        <SilenceDialog
          rule={project.alertRules.find(({ id }) => id === rule.id) ?? rule}
          onClose={() => setSilencing(false)}
          onStale={onStale}
        />
      )}
    </Drawer>
  );
}

function ruleSearch(search: URLSearchParams, rule: string): string {
  const next = new URLSearchParams(search);
  next.set('tab', 'rules');
  next.set('rule', rule);
  next.delete('alert');
  return `?${next}`;
}
