import { Navigate, useLocation, useParams } from 'react-router';
import { useQuery } from 'urql';
import { isHidden, toFailure } from '@/api/failure';
import { ThingDocument, type ThingQuery } from '@/api/generated/inbox';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { Failed, Hidden } from '@/parts/states';
import { pathOf, paths } from '@/paths';
import { words } from './words';

const says = words.thing;

/** Finds the page of what is known by its id alone, and leads there. */
export function ThingPage() {
  const { thing: id = '' } = useParams();
  const { hash } = useLocation();
  const [{ data, error }, ask] = useQuery({ query: ThingDocument, variables: { id } });
  const path = data?.node == null ? null : pathTo(data.node);
  if (path !== null) return <Navigate to={path + hash} replace />;
  const failure = error === undefined ? null : toFailure(error);
  const isMissing = failure === null ? data !== undefined : isHidden(failure);
  return (
    <>
      <PageHead title={says.title} meta={failure === null && !isMissing && AWAITED} />
      <Panel>
        {isMissing && <Hidden />}
        {failure !== null && !isMissing && (
          <Failed
            what={says.notFound}
            failure={failure}
            onRetry={() => ask({ requestPolicy: 'network-only' })}
          />
        )}
      </Panel>
    </>
  );
}

function pathTo(node: NonNullable<ThingQuery['node']>): string | null {
  switch (node.__typename) {
    case 'DatasetVersion':
      return paths.dataset(node.projectId, node.dataset.id, node.number);
    case 'ModelVersion':
      return paths.model(node.model.id, node.number);
    default:
      return pathOf(node);
  }
}
