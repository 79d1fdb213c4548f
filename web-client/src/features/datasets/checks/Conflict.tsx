import { Button } from '@mantine/core';
import type { SuiteRowFragment } from '@/api/generated/datasets';
import { Panel, PanelBody } from '@/parts/Panel';
import { stateWord } from '@/parts/State';
import { When } from '@/parts/When';
import styles from './checks.module.css';
import { draftOf, saidOf, type Draft } from './draft';
import { sentence } from './sentences';
import { words } from './words';

const says = words.conflict;

interface ConflictProps {
  readonly theirs: SuiteRowFragment;
  readonly drafts: readonly Draft[];
  readonly sending: boolean;
  readonly onTakeTheirs: () => void;
  readonly onPutMine: () => void;
}

/** Somebody put another suite in force meanwhile: what only theirs has, and what only yours. */
export function Conflict({ theirs, drafts, sending, onTakeTheirs, onPutMine }: ConflictProps) {
  const others = theirs.expectations.map((one) => lineOf(draftOf(one)));
  const mine = drafts.map(lineOf);
  return (
    <Panel title={says.suiteIsInForce(theirs.number)}>
      <PanelBody>
        <div role="alert">
          <p>
            {says.putItInForce(theirs.creator.label)} <When at={theirs.createdAt} />
            {says.nothingOfYours}
          </p>
        </div>
        <div className={styles.sides}>
          <Side title={says.onlyInTheirs} lines={others.filter((line) => !mine.includes(line))} />
          <Side title={says.onlyInYours} lines={mine.filter((line) => !others.includes(line))} />
        </div>
        <div className={styles.acts}>
          <Button variant="default" onClick={onTakeTheirs}>
            {says.takeTheirs}
          </Button>
          <Button color="red" loading={sending} onClick={onPutMine}>
            {says.putMineInForce(theirs.number)}
          </Button>
        </div>
      </PanelBody>
    </Panel>
  );
}

function Side({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <div>
      <p className="t3 f12">{title}</p>
      {lines.length === 0 ? (
        <p className="t3">nothing</p>
      ) : (
        <ul aria-label={title}>
          {lines.map((line, index) => (
            <li key={index}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function lineOf(draft: Draft): string {
  return `${sentence(saidOf(draft))} · ${stateWord(draft.severity)}`;
}
