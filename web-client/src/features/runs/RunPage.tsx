import { useParams } from 'react-router';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel, PanelBody } from '@/parts/Panel';
import { Failed, Hidden, LinesSkeleton } from '@/parts/states';
import { RunView } from './run/RunView';
import { useRun } from './run/use-run';
import { words } from './run/words';

/** One run: is it learning, when does it end, what does it cost, and what came of it. */
export function RunPage() {
  const { run: id = '' } = useParams();
  const { run, fetching, failure, hidden, again } = useRun(id);
  return (
    <>
      {run === undefined ? (
        <>
          <PageHead title={words.page.title} meta={fetching && AWAITED} />
          <Panel>
            {hidden && <Hidden />}
            {failure !== null && !hidden && (
              <Failed what={words.page.notLoaded} failure={failure} onRetry={again} />
            )}
            {failure === null && !hidden && <Loading />}
          </Panel>
        </>
      ) : (
        <RunView key={run.id} run={run} again={again} />
      )}
    </>
  );
}

function Loading() {
  return (
    <PanelBody>
      <LinesSkeleton label={words.page.loading} />
    </PanelBody>
  );
}
