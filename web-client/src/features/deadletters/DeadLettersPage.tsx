import { useMemo, useState } from 'react';
import { DeadLettersDocument, type DeadLetterRowFragment } from '@/api/generated/deadletters';
import { useAllowed } from '@/api/permissions';
import { counted } from '@/format/number';
import { ListPage, useFilter, useList } from '@/parts/list-page';
import { SettingsTabs } from '@/parts/SettingsTabs';
import { paths } from '@/paths';
import { columnsOf } from './columns';
import { ReplayDialog } from './ReplayDialog';

const STATES = ['WAITS', 'SENT'] as const;
const WORDS = { WAITS: 'Waits', SENT: 'Sent' } as const;

/** Events whose delivery failed after the last attempt: why, and another try. */
export function DeadLettersPage() {
  const state = useFilter({
    param: 'state',
    label: 'Another try',
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
      title="Dead letters"
      parents={[{ label: 'Settings', path: paths.settings() }]}
      noun={['dead letter', 'dead letters']}
      list={list}
      columns={columns}
      height="tall"
      placeholder="Event, part or reason"
      csv="keelson-dead-letters"
      filters={[state]}
      glance={(rows) => (
        <span>{counted(rows.filter(isWaiting).length, 'event waits', 'events wait')} for another try</span>
      )}
      above={<SettingsTabs />}
      nothing={{
        title: 'No dead letters',
        text: 'Every event reached those who act on it. One whose delivery fails after the last attempt stands here, with the reason and a way to have it delivered once more.',
      }}
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
