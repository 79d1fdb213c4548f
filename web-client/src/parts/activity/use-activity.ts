import { useState } from 'react';
import { useClient } from 'urql';
import { toFailure, type Failure } from '@/api/failure';
import { EarlierActivityOfProjectDocument, type ActivityPageFragment } from '@/api/generated/activity';
import { followingPage } from '@/api/use-pages';

export type ActivityPage = ActivityPageFragment;
export type Activity = ActivityPage['edges'][number]['node'];

export interface ActivityFound {
  readonly items: readonly Activity[];
  readonly more: (() => void) | null;
  readonly loading: boolean;
  readonly failure: Failure | null;
}

/**
 * What was done, newest first. Once somebody reads on, the list stays as it was then, with the pages that follow: what is
 * done meanwhile would leave a gap between them.
 */
export function useActivity(first: ActivityPage | undefined, projectId: string): ActivityFound {
  const client = useClient();
  const [read, setRead] = useState<readonly ActivityPage[] | null>(null);
  const [loading, setLoading] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const pages = read ?? (first === undefined ? [] : [first]);
  const after = followingPage(pages.at(-1)?.pageInfo);

  async function load(after: string) {
    setLoading(true);
    setFailure(null);
    const { page, error } = await ask(after);
    setLoading(false);
    if (page !== undefined) setRead([...pages, page]);
    else if (error !== undefined) setFailure(toFailure(error));
  }

  async function ask(after: string) {
    const policy = { requestPolicy: 'network-only' } as const;
    const variables = { id: projectId, after };
    const { data, error } = await client
      .query(EarlierActivityOfProjectDocument, variables, policy)
      .toPromise();
    return { page: data?.node?.__typename === 'Project' ? data.node.activity : undefined, error };
  }

  return {
    items: pages.flatMap(({ edges }) => edges.map(({ node }) => node)),
    more: after === null ? null : () => void load(after),
    loading,
    failure,
  };
}
