import { useSearchParams } from 'react-router';
import type { ThreadFragment } from '@/api/generated/inbox';
import { useSetParams } from '@/parts/use-param';
import { useTab, type Tab } from '@/parts/Tabs';
import { REASONS } from './reasons';
import { words } from './words';

const says = words.filter;

export type Reason = ThreadFragment['reason'];

/** Which threads are listed. */
export interface InboxFilter {
  readonly show: 'all' | 'unread' | 'muted' | 'done';
  /** Null for all. */
  readonly reason: Reason | null;
  /** Null for all. */
  readonly projectId: string | null;
}

export const SHOW: readonly (Tab & { readonly key: InboxFilter['show'] })[] = [
  { key: 'all', label: says.all },
  { key: 'unread', label: says.unread },
  { key: 'muted', label: says.muted },
  { key: 'done', label: says.done },
];

export const REASON_CHOICES = (Object.keys(REASONS) as Reason[]).map((value) => ({
  value,
  label: REASONS[value].word,
}));

/** As the address has it. */
export function useInboxFilter() {
  const [search] = useSearchParams();
  const set = useSetParams();
  const key = useTab(SHOW, 'show');
  const reason = REASON_CHOICES.find(({ value }) => value === search.get('reason'))?.value ?? null;
  const filter: InboxFilter = {
    show: SHOW.find((one) => one.key === key)?.key ?? 'all',
    reason,
    projectId: search.get('project'),
  };
  return {
    filter,
    isNarrow: filter.reason !== null || filter.projectId !== null,
    set,
    clear: () => set({ reason: '', project: '' }),
  };
}

/** As the platform is asked. */
export function askedOf({ show, reason, projectId }: InboxFilter) {
  return {
    unread: show === 'unread',
    muted: show === 'muted',
    done: show === 'done',
    reasons: reason === null ? [] : [reason],
    projectId,
  };
}
