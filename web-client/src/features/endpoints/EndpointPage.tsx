import { Button } from '@mantine/core';
import { Link, useParams, useSearchParams } from 'react-router';
import { isHidden } from '@/api/failure';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { Failed, Hidden } from '@/parts/states';
import { StripSkeleton } from '@/parts/Strip';
import { useTab } from '@/parts/Tabs';
import { paths } from '@/paths';
import { EndpointView } from './EndpointView';
import { ENDPOINT_TABS } from './endpoint-tabs';
import { FIGURE_LABELS } from './figures';
import { periodOf } from './traffic';
import { useEndpoint } from './use-endpoint';
import { words } from './words';

const says = words.endpointPage;

/** One endpoint over a period; another endpoint or period begins anew. */
export function EndpointPage() {
  const { endpoint: id = '' } = useParams();
  const [search] = useSearchParams();
  const { key } = periodOf(search.get('period'));
  return <EndpointOfPeriod key={`${id} ${key}`} id={id} periodKey={key} />;
}

function EndpointOfPeriod({ id, periodKey }: { readonly id: string; readonly periodKey: string }) {
  const period = periodOf(periodKey);
  const tab = useTab(ENDPOINT_TABS);
  const found = useEndpoint(id, period, tab === 'overview');
  const { endpoint, failure } = found;
  if (endpoint != null) return <EndpointView {...found} endpoint={endpoint} period={period} />;
  const isMissing = endpoint === null || (failure !== null && isHidden(failure));
  return (
    <>
      <PageHead title="Endpoint" meta={failure === null && !isMissing && AWAITED} />
      {isMissing && (
        <Panel>
          <Hidden>
            <Button variant="default" component={Link} to={paths.endpoints()}>
              {says.allEndpoints}
            </Button>
          </Hidden>
        </Panel>
      )}
      {failure !== null && !isMissing && (
        <Panel>
          <Failed what={says.what} failure={failure} onRetry={found.reload} />
        </Panel>
      )}
      {failure === null && !isMissing && <StripSkeleton labels={FIGURE_LABELS} />}
    </>
  );
}
