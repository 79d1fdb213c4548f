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
import { words } from './words';

const says = words.page;

/** Large, and of use to few: fetched by whoever opens the page. */
const Editor = lazy(() => import('./Editor'));

/** GraphiQL, signed in as oneself: the API by hand, with the cost of what is typed. */
export function ExplorerPage() {
  const [{ data, error }, ask] = useQuery({ query: ExplorerRulesDocument });
  const failure = error === undefined ? null : toFailure(error);
  return (
    <>
      <PageHead title={says.title} parents={[{ label: says.settings, path: paths.settings() }]} />
      <SettingsTabs />
      {data == null && failure !== null ? (
        <Panel>
          <Failed
            what={says.notOpened}
            failure={failure}
            onRetry={() => ask({ requestPolicy: 'network-only' })}
          />
        </Panel>
      ) : data == null ? (
        <StripSkeleton labels={FIGURE_LABELS} />
      ) : data.tenant.trustedDocumentsOnly ? (
        <Panel>
          <Empty title={says.off}>
            <p>
              {says.offTextTo} <Link to={paths.settings()}>{says.offTextLink}</Link>.
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
