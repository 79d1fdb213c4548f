import { useMemo } from 'react';
import { ApiKeysDocument, type ApiKeysQueryVariables, type KeyRowFragment } from '@/api/generated/keys';
import { useProjectNames } from '@/api/project-names';
import { durationMs } from '@/format/time';
import { DAY_MS } from '@/format/units';
import { endsSoon, isLive, isUnused } from '@/parts/key';
import { useList } from '@/parts/list-page';
import { useNow } from '@/parts/now';
import { useTab, type Tab } from '@/parts/Tabs';
import { words } from './words';

const PAGE_SIZE = 100;

/** Until the organisation's own rule is known. */
const UNUSED_MS = 60 * DAY_MS;

/** Which keys the table shows. */
export const SHOWN: readonly Tab[] = [
  { key: 'all', label: words.shown.all },
  { key: 'unused', label: words.shown.unused },
  { key: 'ending', label: words.shown.ending },
  { key: 'left', label: words.shown.left },
  { key: 'ended', label: words.shown.ended },
];

type Test = (key: KeyRowFragment, nowMs: number, unusedAfterMs: number) => boolean;

interface Shown {
  readonly filter: NonNullable<ApiKeysQueryVariables['filter']>;
  /** What was loaded before, and what changes while the page is open. */
  readonly test: Test;
  /** What is said where there is none. */
  readonly none: string;
}

const FILTERS: Readonly<Record<string, Shown>> = {
  unused: { filter: 'UNUSED', test: isUnused, none: words.none.unused },
  ending: { filter: 'ENDING_SOON', test: endsSoon, none: words.none.ending },
  left: {
    filter: 'LEFT_BEHIND',
    test: (key, nowMs) => isLive(key, nowMs) && key.serviceAccount !== null,
    none: words.none.left,
  },
  ended: { filter: 'ENDED', test: (key, nowMs) => !isLive(key, nowMs), none: words.none.ended },
};

/** The keys that the page shows, as the organisation's rule has them. */
export function useKeyList() {
  const shown = useTab(SHOWN, 'show');
  const of = FILTERS[shown] ?? null;
  const asked = useList({
    query: ApiKeysDocument,
    variables: { filter: of?.filter ?? null },
    pageSize: PAGE_SIZE,
    rows: ({ apiKeys }) => apiKeys,
  });
  const { data, rows: keys } = asked;
  const now = useNow();
  const policy = data?.tenant.keyPolicy;
  const unusedAfterMs = durationMs(policy?.unusedAfter ?? '') ?? UNUSED_MS;
  const rows = useMemo(
    () => keys?.filter((key) => of?.test(key, now, unusedAfterMs) ?? true),
    [keys, of, now, unusedAfterMs],
  );
  const names = useProjectNames(data?.viewer.permissionsSomewhere);
  // Those of another list, until its own are there.
  const isAwaited = asked.isFetching && rows?.length === 0;
  return {
    list: { ...asked, rows: isAwaited ? undefined : rows, isAwaited: asked.isAwaited || isAwaited },
    keys,
    /** Null: all of them. */
    of,
    policy,
    unusedAfterMs,
    names,
    mine: data?.viewer.permissions,
  };
}
