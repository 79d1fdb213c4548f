import { useMemo, useState } from 'react';
import { DeadLettersDocument, type DeadLetterRowFragment } from '@/api/generated/deadletters';
import { useAllowed } from '@/api/permissions';
import { ListPage, useFilter, useList } from '@/parts/list-page';
import { SettingsTabs } from '@/parts/SettingsTabs';
import { paths } from '@/paths';
import { columnsOf } from './columns';
import { ReplayDialog } from './ReplayDialog';
import { words } from './words';

const says = words.page;

const STATES = ['WAITS', 'SENT'] as const;
const WORDS = { WAITS: words.columns.waits, SENT: words.columns.sent } as const;

/** Events whose delivery failed after the last attempt: why, and another try. */
export function DeadLettersPage() {
  const state = useFilter({
    param: 'state',
    label: words.columns.retry,
    values: STATES,
    word: (value) => WORDS[value],
    of: (letter: DeadLetterRowFragment) => (isWaiting(letter) ? 'WAITS' : 'SENT'),
  });
  const list = useList({ query: DeadLettersDocument, rows: ({ deadLetters }) => deadLetters });
  const [replaying, setReplaying] = useState<DeadLetterRowFragment | null>(null);
  const mayReplay = useAllowed({ everywhere: ['TENANT_WRITE'] });
  const columns = useMemo(() => columnsOf(mayReplay ? setReplaying : null), [mayReplay]);
  return (
    <ListPage
      title={says.title}
      parents={[{ label: says.settings, path: paths.settings() }]}
      noun={says.noun}
      list={list}
      columns={columns}
      height="tall"
      placeholder={says.placeholder}
      csv="keelson-dead-letters"
      filters={[state]}
      glance={(rows) => <span>{says.waiting(rows.filter(isWaiting).length)}</span>}
      above={<SettingsTabs />}
      nothing={says.nothing}
    >
      {replaying !== null && (
        <ReplayDialog letter={replaying} onClose={() => setReplaying(null)} onConflict={list.retry} />
      )}
    </ListPage>
  );
}

function isWaiting({ replayedAt }: DeadLetterRowFragment): boolean {
  return replayedAt === null;
}
