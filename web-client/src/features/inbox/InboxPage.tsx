import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { Banner } from '@/parts/Banner';
import { ChoiceChip } from '@/parts/ChoiceChip';
import { Chip, FilterRow } from '@/parts/Filter';
import { FormFailure } from '@/parts/form';
import { ListFailed } from '@/parts/ListFailed';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { Empty, Skeleton } from '@/parts/states';
import { Segments } from '@/parts/Tabs';
import { paths } from '@/paths';
import { REASON_CHOICES, SHOW, useInboxFilter, type InboxFilter } from './filter';
import styles from './inbox.module.css';
import { InboxRow } from './InboxRow';
import { ProjectChip } from './ProjectChip';
import { useInbox, type InboxMark, type Thread } from './use-inbox';
import { focusRow, useFilterKey, useInboxKeys } from './use-inbox-keys';
import { words } from './words';

const says = words.page;
const keys = words.keys;
const none = words.none;

const MARKS: Readonly<Record<'e' | 'u' | 'm', (thread: Thread) => InboxMark>> = {
  e: ({ done }) => (done ? 'TO_DO' : 'DONE'),
  u: readOrUnread,
  m: muteOrNot,
};

/** What waits for the person, what somebody said to them, and what of theirs failed. */
export function InboxPage() {
  const { filter, isNarrow, set, clear } = useInboxFilter();
  const { threads, unread, more, failure, retry, mark, marking, refusal } = useInbox(filter);
  const unreadShown = threads?.filter((thread) => thread.unread) ?? [];
  useFilterKey();
  return (
    <>
      <PageHead title={says.title} meta={unread === undefined ? AWAITED : <span>{unreadOf(unread)}</span>} />
      <FilterRow
        end={
          <span className="t3 f12 only-wide">
            {filter.show === 'done' ? keys.back : keys.done} <kbd>e</kbd> {keys.read} <kbd>u</kbd> {keys.mute}{' '}
            <kbd>m</kbd> {keys.next} <kbd>j</kbd> {keys.filter} <kbd>/</kbd>
          </span>
        }
      >
        <Segments label={words.filter.which} tabs={SHOW} param="show" />
        <ChoiceChip
          label={words.filter.reason}
          value={filter.reason ?? ''}
          options={REASON_CHOICES}
          onChange={(reason) => set({ reason })}
        />
        <ProjectChip projectId={filter.projectId} onChange={(project) => set({ project })} />
        {isNarrow && <Chip label={words.filter.clear} onClick={clear} />}
      </FilterRow>
      {refusal?.code === 'CONFLICT' ? (
        <Banner tone="warn">
          <b className="med">{says.changedMeanwhile}</b> {says.changedMeanwhileText}
        </Banner>
      ) : (
        refusal !== null && <FormFailure what={says.notMarked} failure={refusal} />
      )}
      {failure !== null && (
        <ListFailed what={says.threads} begun={threads !== undefined} failure={failure} onRetry={retry} />
      )}
      {(threads !== undefined || failure === null) && (
        <Panel
          title={words.list.title}
          end={
            <Button
              variant="subtle"
              size="compact-sm"
              disabled={unreadShown.length === 0}
              loading={marking && unreadShown.length > 1}
              onClick={() => void mark(unreadShown, 'READ')}
            >
              {words.list.markAllRead}
            </Button>
          }
        >
          {threads === undefined ? (
            <Loading />
          ) : threads.length > 0 ? (
            <Threads threads={threads} onMark={(thread, as) => void mark([thread], as)} />
          ) : more !== null ? (
            <Empty title={none.notSeen.title}>
              <p>{none.notSeen.text}</p>
            </Empty>
          ) : (
            <Nothing filter={filter} onClear={isNarrow ? clear : null} />
          )}
          {more !== null && (
            <div className={styles.more}>
              <Button variant="default" loading={more.loading} onClick={more.load}>
                {words.list.more}
              </Button>
            </div>
          )}
          <p className={styles.note}>{words.list.note}</p>
        </Panel>
      )}
    </>
  );
}

interface NothingProps {
  readonly filter: InboxFilter;
  /** Null where nothing is left out but by the segment. */
  readonly onClear: (() => void) | null;
}

function Nothing({ filter: { show }, onClear }: NothingProps) {
  if (onClear !== null) {
    return (
      <Empty title={none.noMatch.title}>
        <p>{none.noMatch.text}</p>
        <Button variant="default" onClick={onClear}>
          {words.filter.clear}
        </Button>
      </Empty>
    );
  }
  if (show === 'all') {
    return (
      <Empty title={none.all.title}>
        <p>{none.all.text}</p>
      </Empty>
    );
  }
  const { title, text } = none[show];
  return (
    <Empty title={title}>
      <p>{text}</p>
      <Button component={Link} to={paths.inbox()} variant="default">
        {none.showAll}
      </Button>
    </Empty>
  );
}

interface ThreadsProps {
  readonly threads: readonly Thread[];
  readonly onMark: (thread: Thread, as: InboxMark) => void;
}

function Threads({ threads, onMark }: ThreadsProps) {
  const list = useRef<HTMLUListElement>(null);
  /** Where the focus was when the row that had it left. */
  const left = useRef<number | null>(null);
  function act(thread: Thread, as: InboxMark) {
    const place = threads.indexOf(thread);
    const hadFocus = list.current?.children[place]?.contains(document.activeElement) === true;
    if ((as === 'DONE' || as === 'TO_DO') && hadFocus) left.current = place;
    onMark(thread, as);
  }
  useInboxKeys(list, {
    count: threads.length,
    onKey: (key, place) => {
      const thread = threads[place];
      if (thread !== undefined) act(thread, MARKS[key](thread));
    },
  });
  useEffect(() => {
    if (left.current === null || list.current?.contains(document.activeElement) === true) return;
    focusRow(list.current, left.current);
    left.current = null;
  }, [threads.length]);
  return (
    <ul className={styles.inbox} aria-label={words.list.title} ref={list}>
      {threads.map((thread) => (
        <InboxRow key={thread.id} thread={thread} onMark={(as) => act(thread, as)} />
      ))}
    </ul>
  );
}

function readOrUnread({ unread }: Thread): InboxMark {
  return unread ? 'READ' : 'UNREAD';
}

function muteOrNot({ muted }: Thread): InboxMark {
  return muted ? 'UNMUTED' : 'MUTED';
}

function unreadOf(unread: number): string {
  if (unread === 0) return says.noneUnread;
  return unread >= 100 ? says.manyUnread : says.unread(unread);
}

function Loading() {
  return (
    <ul className={styles.inbox} aria-busy="true" aria-label={words.list.loading}>
      {[240, 320, 280].map((width) => (
        <li key={width}>
          <span />
          <Skeleton width={90} />
          <Skeleton width={width} />
        </li>
      ))}
    </ul>
  );
}
