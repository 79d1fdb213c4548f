import { Button } from '@mantine/core';
import { useState } from 'react';
import { Panel, PanelBody } from '@/parts/Panel';
import { Status } from '@/parts/Status';
import { CHECKS, lineOf } from './checks';
import type { RunDetail } from './retraining';
import styles from './retraining.module.css';
import { words } from './words';

const says = words.runChecksPanel;

/** What was looked at before the run trained, and what was seen: all of it where one did not pass, else once it is asked for. */
export function RunChecksPanel({ run }: { readonly run: RunDetail }) {
  const passed = run.checks.filter((check) => check.passed).length;
  // What somebody chose is of this run: the page gives each a panel of its own.
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isShown = chosen ?? passed < run.checks.length;
  return (
    <Panel
      title="Checks"
      {...(run.checks.length > 0 && {
        note: says.end(passed, run.checks.length),
        end: (
          <Button variant="subtle" aria-expanded={isShown} onClick={() => setChosen(!isShown)}>
            {isShown ? says.hide : says.show}
          </Button>
        ),
      })}
    >
      {run.checks.length === 0 ? (
        <PanelBody>
          <p className="t3">{run.endedAt === null ? says.nothingWasLooked : says.declinedAtOnce}</p>
        </PanelBody>
      ) : (
        isShown && (
          <ul className={styles.checks} aria-label="Checks">
            {run.checks.map((check) => (
              <CheckLine key={check.name} run={run} check={check} />
            ))}
          </ul>
        )
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
