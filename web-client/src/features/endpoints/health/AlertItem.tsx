import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { AcknowledgeAlertDocument } from '@/api/generated/alert';
import { useChange } from '@/api/use-change';
import { exactUtc } from '@/format/time';
import { SilenceDialog } from '@/parts/alert/SilenceDialog';
import { conditionText, isSilenced, KINDS, valueText } from '@/parts/alert/words';
import { FormFailure } from '@/parts/form';
import { Icon } from '@/parts/Icon';
import { useNow } from '@/parts/now';
import { State, stateWord } from '@/parts/State';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import styles from './alerts-panel.module.css';
import type { AlertLine } from './health';
import { words } from './words';

const says = words.alertItem;

interface AlertItemProps {
  readonly alert: AlertLine;
  readonly projectId: string;
  readonly mayWrite: boolean;
  readonly onStale: () => void;
}

/** One rule that speaks: what it saw against its limit, who has it, and whether anybody is told. */
export function AlertItem({ alert, projectId, mayWrite, onStale }: AlertItemProps) {
  const { rule, value, status, since, acknowledgedAt, acknowledgedBy } = alert;
  const now = useNow();
  const name = useRef<HTMLAnchorElement>(null);
  const [silencing, setSilencing] = useState(false);
  const acknowledge = useChange(AcknowledgeAlertDocument);

  async function take() {
    const done = await acknowledge.send({ id: alert.id, expectedVersion: alert.version });
    // Its button goes: the focus stays in the row.
    if (done !== null) name.current?.focus();
    else onStale();
  }

  return (
    <li className={styles.item} aria-label={rule.name}>
      <div className={styles.state}>
        <State name={status} />
      </div>
      <div className={styles.what}>
        <p className={styles.name}>
          <Link ref={name} data-link to={paths.projectAlerts(projectId, { alert: alert.id })}>
            {rule.name}
          </Link>
          {rule.severity === 'CRITICAL' && <Tag>critical</Tag>}
        </p>
        <p className="t2 f12">
          <b className="med num">{valueText(rule.kind, value)}</b>
          {says.firesSince(KINDS[rule.kind].what, conditionText(rule), stateWord(status))} <When at={since} />
          .
        </p>
        {acknowledgedAt !== null && (
          <p className={styles.held}>
            <Icon name="check" size={14} />
            <span>
              {says.acknowledged(acknowledgedBy?.label ?? 'somebody')} <When at={acknowledgedAt} />
            </span>
          </p>
        )}
        {isSilenced(rule, now) && rule.silencedUntil !== null && (
          <p className={styles.quiet}>
            <Icon name="pause" size={14} />
            <span>
              {says.silencedUntil(exactUtc(rule.silencedUntil), rule.silencedBy?.label ?? 'somebody')}{' '}
              {rule.silenceReason}
            </span>
          </p>
        )}
        {acknowledge.failure !== null && (
          <FormFailure what={says.couldNotAcknowledge} failure={acknowledge.failure} />
        )}
      </div>
      {mayWrite && (
        <div className={styles.acts}>
          <Button variant="default" aria-label={says.silence(rule.name)} onClick={() => setSilencing(true)}>
            Silence…
          </Button>
          {acknowledgedAt === null && (
            <Button
              variant={status === 'FIRING' ? 'filled' : 'default'}
              aria-label={says.acknowledge(rule.name)}
              loading={acknowledge.sending}
              onClick={() => void take()}
            >
              Acknowledge
            </Button>
          )}
        </div>
      )}
      {silencing && <SilenceDialog rule={rule} onClose={() => setSilencing(false)} onStale={onStale} />}
    </li>
  );
}
