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
import { words } from './words';

const says = words.runChecksPanel;

/** What was looked at before the run trained, and what was seen. */
export function RunChecksPanel({ run }: { readonly run: RunDetail }) {
  const passed = run.checks.filter((check) => check.passed).length;
  return (
    <Panel title="Checks" end={run.checks.length > 0 && says.end(passed, run.checks.length)}>
      {run.checks.length === 0 ? (
        <PanelBody>
          <p className="t3">{run.endedAt === null ? says.nothingWasLooked : says.declinedAtOnce}</p>
        </PanelBody>
      ) : (
        <List label="Checks">
          {run.checks.map(({ name, passed: ok, seen }) => (
            <ListItem
              key={name}
              icon={<Status tone={ok ? 'ok' : 'bad'} icon={ok ? 'ok' : 'bad'} />}
              title={CHECKS[name] ?? name}
              detail={<span className={styles.seen}>{seen}</span>}
              end={<span className={ok ? 't3 f12' : 'f12'}>{ok ? 'passed' : says.didNotPass}</span>}
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
    <Panel title={says.whatItConsumed} note={says.note}>
      <KeyValue
        facts={[
          { label: TRIGGERS[run.trigger], value: evidenceOf(run) },
          { label: 'Triggered', value: <When at={run.createdAt} /> },
          ...run.consumed.map(({ kind, subject, consumedAt }, index) => ({
            label: run.consumed.length === 1 ? 'Consumed' : says.consumed(index + 1),
            value: (
              <span title={says.consumedAt(exactUtc(consumedAt))}>
                {kind === 'SCHEDULE' ? exactUtc(subject) : <span className="mono">{subject}</span>}
              </span>
            ),
          })),
          ...(run.trainingVersionId === null
            ? []
            : [{ label: says.trained, value: thing(run.trainingVersionId, says.dataSetVersion) }]),
          ...(run.evaluationVersionId === null
            ? []
            : [{ label: says.scored, value: thing(run.evaluationVersionId, says.dataSetVersion) }]),
        ]}
      />
    </Panel>
  );
}
