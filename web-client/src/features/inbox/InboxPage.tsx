import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { counted } from '@/format/number';
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
      <PageHead title="Inbox" meta={unread === undefined ? AWAITED : <span>{unreadOf(unread)}</span>} />
      <FilterRow
        end={
          <span className="t3 f12 only-wide">
            {filter.show === 'done' ? 'back' : 'done'} <kbd>e</kbd> read <kbd>u</kbd> mute <kbd>m</kbd> next{' '}
            <kbd>j</kbd> filter <kbd>/</kbd>
          </span>
        }
      >
        <Segments label="Which" tabs={SHOW} param="show" />
        <ChoiceChip
          label="Reason"
          value={filter.reason ?? ''}
          options={REASON_CHOICES}
          onChange={(reason) => set({ reason })}
        />
        <ProjectChip projectId={filter.projectId} onChange={(project) => set({ project })} />
        {isNarrow && <Chip label="Clear filters" onClick={clear} />}
      </FilterRow>
      {refusal?.code === 'CONFLICT' ? (
        <Banner tone="warn">
          <b className="med">Not marked: something new was told meanwhile.</b> The list shows it now; mark
          again what you have seen.
        </Banner>
      ) : (
        refusal !== null && <FormFailure what="Could not mark it" failure={refusal} />
      )}
      {failure !== null && (
        <ListFailed what="threads" begun={threads !== undefined} failure={failure} onRetry={retry} />
      )}
      {(threads !== undefined || failure === null) && (
        <Panel
          title="My inbox"
          end={
            <Button
              variant="subtle"
              size="compact-sm"
              disabled={unreadShown.length === 0}
              loading={marking && unreadShown.length > 1}
              onClick={() => void mark(unreadShown, 'READ')}
            >
              Mark all read
            </Button>
          }
        >
          {threads === undefined ? (
            <Loading />
          ) : threads.length > 0 ? (
            <Threads threads={threads} onMark={(thread, as) => void mark([thread], as)} />
          ) : more !== null ? (
            <Empty title="Nothing here that you can see yet">
              <p>The newest threads are of things that you may not see now. Older ones may follow.</p>
            </Empty>
          ) : (
            <Nothing filter={filter} onClear={isNarrow ? clear : null} />
          )}
          {more !== null && (
            <div className={styles.more}>
              <Button variant="default" loading={more.loading} onClick={more.load}>
                Show more
              </Button>
            </div>
          )}
          <p className={styles.note}>
            Only what you may see now is listed. Done leaves the list; what happens next brings it back,
            unless it is muted.
          </p>
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
      <Empty title="No thread matches">
        <p>Others may be left out by the filters.</p>
        <Button variant="default" onClick={onClear}>
          Clear filters
        </Button>
      </Empty>
    );
  }
  if (show === 'all') {
    return (
      <Empty title="Nothing waits for you">
        <p>
          What you are asked to approve or decide, alerts, what people say to you and jobs of yours that
          failed come here.
        </p>
      </Empty>
    );
  }
  const [title, why] = NOTHING[show];
  return (
    <Empty title={title}>
      <p>{why}</p>
      <Button component={Link} to={paths.inbox()} variant="default">
        Show all
      </Button>
    </Empty>
  );
}

const NOTHING: Readonly<Record<'unread' | 'muted' | 'done', readonly [title: string, why: string]>> = {
  unread: ['Nothing is unread', 'All that you are told of, you have read.'],
  muted: ['Nothing is muted', 'Of a muted thread nothing new is told.'],
  done: ['Nothing is done', 'What you mark as done is kept here for 90 days after its latest event.'],
};

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
    <ul className={styles.inbox} aria-label="My inbox" ref={list}>
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
  if (unread === 0) return 'nothing unread';
  return unread >= 100 ? 'more than 99 threads unread' : `${counted(unread, 'thread', 'threads')} unread`;
}

function Loading() {
  return (
    <ul className={styles.inbox} aria-busy="true" aria-label="Loading the inbox">
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
