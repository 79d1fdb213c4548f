import { holds } from '@/api/permissions';
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { Link } from 'react-router';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { counted } from '@/format/number';
import { Icon } from '@/parts/Icon';
import { Panel } from '@/parts/Panel';
import { paths } from '@/paths';
import { AlertItem } from './AlertItem';
import styles from './alerts-panel.module.css';
import type { AlertLine, AlertsOfProject } from './health';
import { retrainable } from './retrainable';
import { words } from './words';

const says = words.alertsPanel;

interface AlertsPanelProps {
  readonly endpoint: EndpointDetail;
  readonly project: AlertsOfProject;
  /** What to do next stands below, with the retraining. */
  readonly hasNext: boolean;
  /** Somebody else was faster: it is to be read again. */
  readonly onStale: () => void;
}

const ORDER: readonly string[] = ['FIRING', 'PENDING'];

/** Which rules speak of the endpoint, and what can be done about it: take it in hand, silence it, train anew. */
export function AlertsPanel({ endpoint, project, hasNext, onStale }: AlertsPanelProps) {
  const { id, permissions } = endpoint.project;
  const open = useMemo(() => openOf(project.alerts, endpoint.id), [project.alerts, endpoint.id]);
  const rules = project.alertRules.filter(({ endpointId }) => endpointId === endpoint.id);
  const mayWrite = holds(permissions, 'ALERT_WRITE');
  const firing = open.filter(({ status }) => status === 'FIRING').length;
  return (
    <Panel
      title="Alerts"
      {...(open.length === 0 ? {} : { note: says.note(firing, rules.length) })}
      end={!hasNext && <Retrain endpoint={endpoint} />}
    >
      {open.length > 0 ? (
        <ul className={styles.list} aria-label={says.label}>
          {open.map((alert) => (
            <AlertItem key={alert.id} alert={alert} projectId={id} mayWrite={mayWrite} onStale={onStale} />
          ))}
        </ul>
      ) : (
        <p className={styles.calm}>
          <Icon name={rules.length === 0 ? 'info' : 'ok'} size={14} />
          {rules.length === 0 ? (
            <span>
              {says.noRuleWatches}
              {mayWrite && (
                <>
                  {' '}
                  <Link data-link to={paths.projectAlerts(id, { tab: 'rules', rule: 'new' })}>
                    {says.writeARule}
                  </Link>
                </>
              )}
            </span>
          ) : (
            <span>
              {says.nothingFires}{' '}
              <Link data-link to={paths.projectAlerts(id, { tab: 'rules' })}>
                {counted(rules.length, 'rule', 'rules')}
              </Link>{' '}
              {says.thisEndpoint(rules.length)}
            </span>
          )}
        </p>
      )}
    </Panel>
  );
}

/** To what trains the served model anew, for those who may have it trained. */
function Retrain({ endpoint }: Pick<AlertsPanelProps, 'endpoint'>) {
  const model = retrainable(endpoint);
  if (model === null) return null;
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      component={Link}
      to={paths.retraining(model.id)}
      leftSection={<Icon name="play" size={14} />}
    >
      Retrain {model.name}
    </Button>
  );
}

/** Those of the endpoint that go on: what fires first. */
function openOf(alerts: readonly AlertLine[], endpointId: string): AlertLine[] {
  const rank = ({ status }: AlertLine) => (ORDER.includes(status) ? ORDER.indexOf(status) : ORDER.length);
  return alerts
    .filter(({ endedAt, rule }) => endedAt === null && rule.endpointId === endpointId)
    .sort((a, b) => rank(a) - rank(b));
}
