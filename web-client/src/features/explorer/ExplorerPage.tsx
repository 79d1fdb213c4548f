import { lazy, Suspense } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { ExplorerRulesDocument } from '@/api/generated/explorer';
import { PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { SettingsTabs } from '@/parts/SettingsTabs';
import { Empty, Failed } from '@/parts/states';
import { StripSkeleton } from '@/parts/Strip';
import { paths } from '@/paths';
import { FIGURE_LABELS } from './CostStrip';

/** Large, and of use to few: fetched by whoever opens the page. */
const Editor = lazy(() => import('./Editor'));

/** GraphiQL, signed in as oneself: the API by hand, with the cost of what is typed. */
export function ExplorerPage() {
  const [{ data, error }, ask] = useQuery({ query: ExplorerRulesDocument });
  const failure = error === undefined ? null : toFailure(error);
  return (
    <>
      <PageHead title="GraphiQL" parents={[{ label: 'Settings', path: paths.settings() }]} />
      <SettingsTabs />
      {data == null && failure !== null ? (
        <Panel>
          <Failed
            what="Could not open GraphiQL"
            failure={failure}
            onRetry={() => ask({ requestPolicy: 'network-only' })}
          />
        </Panel>
      ) : data == null ? (
        <StripSkeleton labels={FIGURE_LABELS} />
      ) : data.tenant.trustedDocumentsOnly ? (
        <Panel>
          <Empty title="Operations of one's own are off">
            <p>
              This organisation allows only the console's own operations, of members and keys alike. Whoever
              may change the organisation can allow others in the <Link to={paths.settings()}>settings</Link>.
            </p>
          </Empty>
        </Panel>
      ) : (
        <Suspense fallback={<StripSkeleton labels={FIGURE_LABELS} />}>
          <Editor />
        </Suspense>
      )}
    </>
  );
}
