import { ActionIcon } from '@mantine/core';
import { Icon } from '@/parts/Icon';
import { stateWord } from '@/parts/State';
import { Status } from '@/parts/Status';
import { Tag } from '@/parts/Tag';
import styles from './checks.module.css';
import { saidOf, type Draft, type DraftErrors } from './draft';
import { ExpectationFields } from './ExpectationFields';
import { sentence } from './sentences';
import type { Profile } from './use-suite';
import { words } from './expectation-words';

const says = words.expectationRow;

interface ExpectationRowProps {
  readonly draft: Draft;
  readonly index: number;
  /** How many there are. */
  readonly count: number;
  readonly profile: Profile | null;
  readonly errors: DraftErrors;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onChange: (next: Draft) => void;
  readonly onRemove: () => void;
  readonly onMove: (step: 1 | -1, button: HTMLElement) => void;
}

/** One of a suite that is edited: its sentence, what is wrong with it, and its fields where it is open. */
export function ExpectationRow(props: ExpectationRowProps) {
  const { draft, index, count, profile, errors, isOpen, onToggle, onChange, onRemove, onMove } = props;
  const said = draft.name === '' ? says.newCheck : sentence(saidOf(draft));
  const wrong = Object.values(errors);
  const nth = index + 1;
  return (
    <li className={styles.draft} data-wrong={wrong.length > 0 || undefined}>
      <div className={styles.line}>
        <span className="num t3">{nth}</span>
        <button
          type="button"
          className={`bare ${styles.open ?? ''}`}
          aria-expanded={isOpen}
          onClick={onToggle}
        >
          <Icon name="right" size={14} />
          <span>{said}</span>
        </button>
        <Tag>{stateWord(draft.severity)}</Tag>
        <span className={styles.tools}>
          <ActionIcon
            variant="subtle"
            aria-label={says.moveCheckUp(nth)}
            disabled={index === 0}
            onClick={(event) => onMove(-1, event.currentTarget)}
          >
            <span className={styles.up}>
              <Icon name="down" size={14} />
            </span>
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            aria-label={says.moveCheckDown(nth)}
            disabled={index === count - 1}
            onClick={(event) => onMove(1, event.currentTarget)}
          >
            <Icon name="down" size={14} />
          </ActionIcon>
          <ActionIcon variant="subtle" aria-label={says.removeCheck(nth)} data-remove onClick={onRemove}>
            <Icon name="close" size={14} />
          </ActionIcon>
        </span>
      </div>
      {wrong.length > 0 && !isOpen && (
        <p className={styles.wrong}>
          <Status tone="bad" icon="bad">
            {wrong.join('. ')}
          </Status>
        </p>
      )}
      {isOpen && <ExpectationFields draft={draft} profile={profile} errors={errors} onChange={onChange} />}
    </li>
  );
}
