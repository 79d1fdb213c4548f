import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { toFailure } from '@/api/failure';
import { DeadLettersDocument, type DeadLetterRowFragment } from '@/api/generated/deadletters';
import { usePages } from '@/api/use-pages';
import { counted } from '@/format/number';
import { DataTable } from '@/parts/data-table';
import { Chip } from '@/parts/Filter';
import { ListFailed } from '@/parts/ListFailed';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { SettingsTabs } from '@/parts/SettingsTabs';
import { Empty } from '@/parts/states';
import { useAsked } from '@/parts/use-asked';
import { paths } from '@/paths';
import { columnsOf } from './columns';
import { ReplayDialog } from './ReplayDialog';

const PAGE_SIZE = 50;

/** Events whose delivery failed after the last attempt: why, and another try. */
export function DeadLettersPage() {
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }, ask] = usePages({
    query: DeadLettersDocument,
    variables: { first: PAGE_SIZE, after },
  });
  const [waitingOnly, setWaitingOnly] = useAsked('waiting');
  const [replaying, setReplaying] = useState<DeadLetterRowFragment | null>(null);
  const failure = error === undefined ? null : toFailure(error);
  const letters = data?.deadLetters;
  const all = useMemo(() => letters?.edges.map(({ node }) => node), [letters]);
  const waiting = useMemo(() => all?.filter(({ replayedAt }) => replayedAt === null), [all]);
  const mayReplay = data?.viewer.permissions.includes('TENANT_WRITE') === true;
  const columns = useMemo(() => columnsOf(mayReplay ? setReplaying : null), [mayReplay]);
  const again = () => ask({ requestPolicy: 'network-only' });

  return (
    <>
      <PageHead
        title="Dead letters"
        parents={[{ label: 'Settings', path: paths.settings() }]}
        meta={
          all === undefined || waiting === undefined ? (
            failure === null && AWAITED
          ) : (
            <>
              <span>
                {counted(waiting.length, 'event waits', 'events wait')} for another try
                {letters?.pageInfo.hasNextPage === true && ', and more below'}
              </span>
              <span className="only-wide">
                an event stands here when its delivery has failed after the last attempt
              </span>
            </>
          )
        }
      />
      <SettingsTabs />
      {failure !== null && (
        <ListFailed what="dead letters" begun={all !== undefined} failure={failure} onRetry={again} />
      )}
      {(all !== undefined || failure === null) && (
        <DataTable
          label="Dead letters"
          noun={['dead letter', 'dead letters']}
          columns={columns}
          rows={waitingOnly ? waiting : all}
          rowId={({ id }) => id}
          height="tall"
          placeholder="Event, part or reason"
          csv="keelson-dead-letters"
          tools={
            <Chip label="Waiting only" pressed={waitingOnly} onClick={() => setWaitingOnly(!waitingOnly)} />
          }
          more={
            letters?.pageInfo.hasNextPage === true
              ? { load: () => setAfter(letters.pageInfo.endCursor), loading: fetching }
              : null
          }
          empty={
            <Panel>
              {all === undefined || all.length === 0 ? (
                <Empty title="No dead letters">
                  <p>
                    Every event reached those who act on it. One whose delivery fails after the last attempt
                    stands here, with the reason and a way to have it delivered once more.
                  </p>
                </Empty>
              ) : (
                <Empty title={`None of ${counted(all.length, 'dead letter', 'dead letters')} waits`}>
                  <p>Each of them was sent once more.</p>
                  <Button variant="default" onClick={() => setWaitingOnly(false)}>
                    Show all
                  </Button>
                </Empty>
              )}
            </Panel>
          }
        />
      )}
      {replaying !== null && (
        <ReplayDialog letter={replaying} onClose={() => setReplaying(null)} onConflict={again} />
      )}
    </>
  );
}
