import { useState } from 'react';
import { toFailure, type Failure } from '@/api/failure';
import { ProjectExperimentsDocument } from '@/api/generated/projects';
import { usePages } from '@/api/use-pages';
import type { ProjectDetail } from './use-project';

type Experiments = NonNullable<ProjectDetail['experiments']>;

interface More {
  readonly load: () => void;
  readonly loading: boolean;
  readonly failure: Failure | null;
}

/** As many as the page begins with: pages of another size would be another list. */
const PAGE_SIZE = 10;

/** The project's experiments: those that came with the page, then page after page. */
export function useExperiments(
  first: Experiments | undefined,
  projectId: string,
): { readonly connection: Experiments | undefined; readonly more: More | null } {
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }, ask] = usePages({
    query: ProjectExperimentsDocument,
    variables: { id: projectId, first: PAGE_SIZE, after },
    pause: after === null,
  });
  const grown = data?.node?.__typename === 'Project' ? data.node.experiments : undefined;
  const connection = grown ?? first;
  const failure = error === undefined ? null : toFailure(error);
  const cursor = connection?.pageInfo.endCursor;
  return {
    connection,
    more:
      connection?.pageInfo.hasNextPage === true && cursor != null
        ? {
            load: () => (failure === null ? setAfter(cursor) : ask({ requestPolicy: 'network-only' })),
            loading: fetching,
            failure,
          }
        : null,
  };
}
