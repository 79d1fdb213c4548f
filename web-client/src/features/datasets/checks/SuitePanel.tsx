import { Fragment, type ReactNode } from 'react';
import type { ExpectationPartsFragment, SuiteRowFragment } from '@/api/generated/datasets';
import { Digest } from '@/parts/Digest';
import { Panel } from '@/parts/Panel';
import { stateWord } from '@/parts/State';
import table from '@/parts/table.module.css';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import styles from './checks.module.css';
import { sentence } from './sentences';
import { words } from './words';

const says = words.suitePanel;

interface SuitePanelProps {
  readonly suite: SuiteRowFragment;
  readonly actions: ReactNode;
}

/** The suite in force, a sentence for each check. */
export function SuitePanel({ suite, actions }: SuitePanelProps) {
  return (
    <Panel
      title={says.title(suite.number)}
      note={
        <>
          {says.forceSince(suite.expectations.length)} <When at={suite.createdAt} />
          {says.by(suite.creator.label)}
        </>
      }
      end={actions === false ? undefined : actions}
    >
      <Sentences expectations={suite.expectations} label={says.label(suite.number)} />
      <div className={table.note}>
        <span>{says.versionsAreCheckedWhen}</span>
        <Digest digest={suite.digest} of="suite" />
      </div>
    </Panel>
  );
}

interface SentencesProps {
  readonly expectations: readonly ExpectationPartsFragment[];
  readonly label: string;
}

export function Sentences({ expectations, label }: SentencesProps) {
  return (
    <ol className={styles.sentences} aria-label={label}>
      {expectations.map((one, index) => (
        // A suite never changes.
        // A suite never changes.
        <li key={index}>
          <span className="num t3">{index + 1}</span>
          <span>
            <span className={styles.said}>{sentence(one)}</span>
            <span className={styles.name}>{breakable(one.name)}</span>
          </span>
          <Tag>{stateWord(one.severity)}</Tag>
        </li>
      ))}
    </ol>
  );
}

/** A long name that breaks between its words. */
function breakable(name: string) {
  return name.split('_').map((word, index) => (
    <Fragment key={index}>
      {index > 0 && (
        <>
          _<wbr />
        </>
      )}
      {word}
    </Fragment>
  ));
}
