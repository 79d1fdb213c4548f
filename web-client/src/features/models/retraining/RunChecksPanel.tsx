import { Link } from 'react-router';
import { exactUtc } from '@/format/time';
import { KeyValue } from '@/parts/KeyValue';
import { Panel, PanelBody } from '@/parts/Panel';
import { Status } from '@/parts/Status';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { CHECKS, lineOf } from './checks';
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
        <ul className={styles.checks} aria-label="Checks">
          {run.checks.map((check) => (
            <CheckLine key={check.name} run={run} check={check} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

interface CheckLineProps {
  readonly run: RunDetail;
  readonly check: RunDetail['checks'][number];
}

/** What was looked at, what was seen, what it had to be, and whether it was: a line, unless there is more to say. */
function CheckLine({ run, check }: CheckLineProps) {
  const { seen, limit } = lineOf(check, run);
  const { name, passed } = check;
  return (
    <li>
      <span className={styles.checked}>{CHECKS[name] ?? name}</span>
      <span className={styles.value}>{seen}</span>
      <span className={styles.limit}>{limit}</span>
      <Status tone={passed ? 'ok' : 'bad'} icon={passed ? 'ok' : 'bad'}>
        {passed ? 'passed' : says.didNotPass}
      </Status>
    </li>
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
        dense
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
