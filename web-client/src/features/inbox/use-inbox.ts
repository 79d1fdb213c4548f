import { useEffect, useState } from 'react';
import { toFailure, type Failure } from '@/api/failure';
import { InboxDocument, MarkThreadsDocument, type ThreadFragment } from '@/api/generated/inbox';
import { useSignedIn } from '@/api/session';
import { noteUnread } from '@/api/unread';
import { useChange } from '@/api/use-change';
import { followingPage, usePages } from '@/api/use-pages';
import { askedOf, type InboxFilter } from './filter';

export type Thread = ThreadFragment;

/** What a person makes of a thread. */
export type InboxMark = 'DONE' | 'TO_DO' | 'READ' | 'UNREAD' | 'MUTED' | 'UNMUTED';

const PAGE_SIZE = 50;
/** The platform marks as many at a time. */
const MARKED_AT_ONCE = 100;

export interface InboxFound {
  /** Undefined while on their way. What has left the list since is not among them. */
  readonly threads: readonly Thread[] | undefined;
  readonly unread: number | undefined;
  readonly more: { readonly load: () => void; readonly loading: boolean } | null;
  readonly failure: Failure | null;
  readonly retry: () => void;
  readonly mark: (threads: readonly Thread[], as: InboxMark) => Promise<void>;
  readonly marking: boolean;
  /** Why the last mark was not made; the list has been asked for again where something new was told. */
  readonly refusal: Failure | null;
}

/** The person's own inbox, asked for each time it is opened. */
export function useInbox(filter: InboxFilter): InboxFound {
  const { tenant } = useSignedIn();
  const asked = askedOf(filter);
  const list = JSON.stringify(asked);
  const [place, setPlace] = useState<{ readonly list: string; readonly after: string | null }>({
    list,
    after: null,
  });
  const after = place.list === list ? place.after : null;
  const [{ data, error, fetching }, ask] = usePages({
    query: InboxDocument,
    variables: { first: PAGE_SIZE, after, ...asked },
    requestPolicy: 'cache-and-network',
  });
  const change = useChange(MarkThreadsDocument);
  const viewer = data?.viewer;
  const unread = viewer?.unreadThreads;
  useEffect(() => {
    if (unread !== undefined) noteUnread(tenant.slug, unread);
  }, [tenant.slug, unread]);

  function again() {
    setPlace({ list, after: null });
    ask({ requestPolicy: 'network-only' });
  }

  async function mark(threads: readonly Thread[], as: InboxMark) {
    for (let begin = 0; begin < threads.length; begin += MARKED_AT_ONCE) {
      const some = threads.slice(begin, begin + MARKED_AT_ONCE);
      const input = { as, threads: some.map(({ id, version }) => ({ id, expectedVersion: version })) };
      if ((await change.send({ input })) === null) break;
    }
    // How many are unread now is the platform's to say, and after a conflict what is new.
    again();
  }

  const next = followingPage(viewer?.inbox.pageInfo);
  return {
    threads: viewer?.inbox.edges.map(({ node }) => node).filter(({ done }) => done === asked.done),
    unread,
    more: next === null ? null : { load: () => setPlace({ list, after: next }), loading: fetching },
    failure: error === undefined ? null : toFailure(error),
    retry: () => ask({ requestPolicy: 'network-only' }),
    mark,
    marking: change.sending,
    refusal: change.failure,
  };
}
