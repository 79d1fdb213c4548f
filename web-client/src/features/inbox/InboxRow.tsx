import { ActionIcon, Button } from '@mantine/core';
import { Link } from 'react-router';
import { Icon } from '@/parts/Icon';
import { Status } from '@/parts/Status';
import { SUBJECT_KINDS, subjectPath } from '@/parts/subject';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import styles from './inbox.module.css';
import { REASONS } from './reasons';
import type { InboxMark, Thread } from './use-inbox';
import { words } from './words';

const says = words.row;

interface InboxRowProps {
  readonly thread: Thread;
  readonly onMark: (as: InboxMark) => void;
}

/** One thing that the person is told of: why, what, the latest that happened, and what to do about it. */
export function InboxRow({ thread, onMark }: InboxRowProps) {
  const { reason, subject, text, at, unread, done, muted } = thread;
  const { word, tone, icon, verb, at: part = '' } = REASONS[reason];
  const path = subjectPath(subject) + part;
  // Whoever opens it has seen it.
  const onOpen = () => unread && onMark('READ');
  return (
    <li>
      <span className={styles.unread} data-unread={unread || undefined}>
        {unread && <span className="sr">{says.unread}</span>}
      </span>
      <span className={styles.reason}>
        <Status tone={tone} icon={icon}>
          {word}
        </Status>
      </span>
      <div className={styles.what}>
        <p className="cut">
          <Link className="med" to={path} title={subject.label} data-row-link onClick={onOpen}>
            {subject.label}
          </Link>{' '}
          <span className="t3 f12">{SUBJECT_KINDS[subject.kind].word}</span>{' '}
          {muted && <Tag>{says.muted}</Tag>}
        </p>
        <p className={styles.text} title={text}>
          {text}
        </p>
      </div>
      <span className={styles.when}>
        <When at={at} />
      </span>
      <div className={styles.go}>
        <Button
          component={Link}
          to={path}
          variant="default"
          size="compact-sm"
          aria-label={says.verbOf(verb, subject.label)}
          onClick={onOpen}
        >
          {verb}
        </Button>
        <RowMark
          icon="mail"
          does={unread ? says.markRead : says.markUnread}
          of={subject.label}
          letter="u"
          onClick={() => onMark(unread ? 'READ' : 'UNREAD')}
        />
        <RowMark
          icon={muted ? 'bell' : 'mute'}
          does={muted ? says.unmute : says.mute}
          of={subject.label}
          letter="m"
          onClick={() => onMark(muted ? 'UNMUTED' : 'MUTED')}
        />
        <RowMark
          icon={done ? 'undo' : 'check'}
          does={done ? says.back : says.done}
          of={subject.label}
          letter="e"
          onClick={() => onMark(done ? 'TO_DO' : 'DONE')}
        />
      </div>
    </li>
  );
}

interface RowMarkProps {
  readonly icon: 'mail' | 'mute' | 'bell' | 'check' | 'undo';
  readonly does: string;
  readonly of: string;
  readonly letter: string;
  readonly onClick: () => void;
}

function RowMark({ icon, does, of, letter, onClick }: RowMarkProps) {
  return (
    <ActionIcon
      variant="subtle"
      aria-label={says.verbOf(does, of)}
      title={says.withKey(does, letter)}
      onClick={onClick}
    >
      <Icon name={icon} size={14} />
    </ActionIcon>
  );
}
