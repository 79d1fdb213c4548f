import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { holds } from '@/api/permissions';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { SilenceDialog } from '@/parts/alert/SilenceDialog';
import { KINDS } from '@/parts/alert/words';
import { Icon, type IconName } from '@/parts/Icon';
import { useNow } from '@/parts/now';
import { Panel } from '@/parts/Panel';
import { paths } from '@/paths';
import type { Observed } from './health';
import {
  asksForRetraining,
  driftedHow,
  firingOf,
  mostDrifted,
  qualityNow,
  silenceable,
  spoken,
} from './next-steps';
import styles from './next-steps.module.css';
import { retrainable } from './retrainable';
import { words } from './words';

const says = words.nextSteps;

interface NextStepsProps {
  readonly endpoint: EndpointDetail;
  readonly health: Observed;
  /** Somebody else was faster: it is to be read again. */
  readonly onStale: () => void;
}

/** What can be done once an alert fires or drift is found: look, train anew, or accept it; nothing while all is well. */
export function NextSteps({ endpoint, health, onStale }: NextStepsProps) {
  const { id: projectId, permissions } = endpoint.project;
  const now = useNow();
  const [isSilencing, setSilencing] = useState(false);
  const firing = firingOf(health.project, endpoint.id);
  const drifted = mostDrifted(health);
  if (firing.length === 0 && drifted === null) return null;

  const dataset = health.capture?.dataset ?? null;
  const traffic = firing.find(({ rule }) => KINDS[rule.kind].ofTraffic);
  const isWorse = asksForRetraining(health, endpoint.id);
  const model = isWorse ? retrainable(endpoint) : null;
  const quality = isWorse ? qualityNow(health.quality) : null;
  const mayWrite = holds(permissions, 'ALERT_WRITE');
  const quiet = mayWrite ? silenceable(firing, now) : null;
  const isUnwatched =
    drifted !== null &&
    health.project?.alertRules.every(
      ({ endpointId, kind }) => endpointId !== endpoint.id || kind !== 'DRIFT',
    ) === true;
  return (
    <Panel title={says.title}>
      <ul className={styles.steps} aria-label={says.title}>
        {traffic !== undefined && (
          <Step icon="run" title={says.lookAtTraffic} text={spoken(traffic)}>
            <Go to={paths.endpoint(endpoint.id)}>{says.openTraffic}</Go>
          </Step>
        )}
        {drifted !== null && (
          <Step
            icon="search"
            title={says.lookAt(drifted.name)}
            text={driftedHow(drifted, health.driftHistory)}
          >
            {dataset !== null && (
              <Go to={paths.dataset(projectId, dataset.id)}>{says.openCaptures(dataset.name)}</Go>
            )}
          </Step>
        )}
        {model !== null && (
          <Step icon="play" title={says.retrain(model.name)} text={says.retrainWhat}>
            <Go to={paths.retraining(model.id)}>{says.openRetraining}</Go>
          </Step>
        )}
        {mayWrite && (quality !== null || quiet !== null || isUnwatched) && (
          <Step
            icon="bell"
            title={says.accept}
            text={[
              ...(quality === null ? [] : [quality]),
              ...(quiet === null ? [] : [says.silenceWhat]),
              ...(isUnwatched ? [says.nobodyIsTold] : []),
              ...(drifted === null ? [] : [says.reference]),
            ].join(' ')}
          >
            {quiet !== null && (
              <Button variant="default" size="compact-sm" onClick={() => setSilencing(true)}>
                {says.silence(quiet.rule.name)}
              </Button>
            )}
            {isUnwatched && (
              <Go to={paths.projectAlerts(projectId, { tab: 'rules', rule: 'new' })}>{says.writeARule}</Go>
            )}
          </Step>
        )}
      </ul>
      {isSilencing && quiet !== null && (
        <SilenceDialog rule={quiet.rule} onClose={() => setSilencing(false)} onStale={onStale} />
      )}
    </Panel>
  );
}

interface StepProps {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}

function Step({ icon, title, text, children }: StepProps) {
  return (
    <li>
      <Icon name={icon} size={16} />
      <div>
        <p className="med">{title}</p>
        <p className="t3 f12">{text}</p>
        <div className={styles.act}>{children}</div>
      </div>
    </li>
  );
}

function Go({ to, children }: { readonly to: string; readonly children: ReactNode }) {
  return (
    <Link data-link className={styles.go} to={to}>
      {children}
    </Link>
  );
}
