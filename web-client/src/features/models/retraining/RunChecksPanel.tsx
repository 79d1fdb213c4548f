import { Link } from 'react-router';
import { exactUtc } from '@/format/time';
import { KeyValue } from '@/parts/KeyValue';
import { List, ListItem } from '@/parts/List';
import { Panel, PanelBody } from '@/parts/Panel';
import { Status } from '@/parts/Status';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { CHECKS } from './checks';
import { evidenceOf, TRIGGERS, type RunDetail } from './retraining';
import styles from './retraining.module.css';

/** What was looked at before the run trained, and what was seen. */
export function RunChecksPanel({ run }: { readonly run: RunDetail }) {
  const passed = run.checks.filter((check) => check.passed).length;
  return (
    <Panel title="Checks" end={run.checks.length > 0 && `${passed} of ${run.checks.length} passed`}>
      {run.checks.length === 0 ? (
        <PanelBody>
          <p className="t3">
            {run.endedAt === null
              ? 'Nothing was looked at yet.'
              : 'Nothing was looked at: it was declined as it was triggered.'}
          </p>
        </PanelBody>
      ) : (
        <List label="Checks">
          {run.checks.map(({ name, passed: ok, seen }) => (
            <ListItem
              key={name}
              icon={<Status tone={ok ? 'ok' : 'bad'} icon={ok ? 'ok' : 'bad'} />}
              title={CHECKS[name] ?? name}
              detail={<span className={styles.seen}>{seen}</span>}
              end={<span className={ok ? 't3 f12' : 'f12'}>{ok ? 'passed' : 'did not pass'}</span>}
            />
          ))}
        </List>
      )}
    </Panel>
  );
}

/** What triggered the run and is used up by it, and which versions it went by. */
export function ConsumedPanel({ run }: { readonly run: RunDetail }) {
  const thing = (id: string, label: string) => (
    <Link data-link to={paths.thing(id)}>
      {label}
    </Link>
  );
  return (
    <Panel title="What it consumed" note="each triggers once">
      <KeyValue
        facts={[
          { label: TRIGGERS[run.trigger], value: evidenceOf(run) },
          { label: 'Triggered', value: <When at={run.createdAt} /> },
          ...run.consumed.map(({ kind, subject, consumedAt }, index) => ({
            label: run.consumed.length === 1 ? 'Consumed' : `Consumed ${index + 1}`,
            value: (
              <span title={`consumed ${exactUtc(consumedAt)}`}>
                {kind === 'SCHEDULE' ? exactUtc(subject) : <span className="mono">{subject}</span>}
              </span>
            ),
          })),
          ...(run.trainingVersionId === null
            ? []
            : [{ label: 'Trained on', value: thing(run.trainingVersionId, 'data set version') }]),
          ...(run.evaluationVersionId === null
            ? []
            : [{ label: 'Scored on', value: thing(run.evaluationVersionId, 'data set version') }]),
        ]}
      />
    </Panel>
  );
}
