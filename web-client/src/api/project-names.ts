import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { ProjectNamesDocument } from './generated/api';
import type { Permission } from './permissions';
import { followingPage } from './use-pages';

export interface ProjectName {
  readonly id: string;
  readonly name: string;
}

const NONE: readonly ProjectName[] = [];

/**
 * The names of all projects, a hundred at a time, for pages that do without where the person may read no project.
 *
 * @param somewhere what the person may do in one project at least; undefined as long as that is not known
 */
export function useProjectNames(somewhere: readonly Permission[] | undefined): readonly ProjectName[] {
  const [after, setAfter] = useState<string | null>(null);
  const [{ data }] = useQuery({
    query: ProjectNamesDocument,
    variables: { after },
    pause: somewhere?.includes('PROJECT_READ') !== true,
  });
  const edges = data?.projects.edges;
  const next = followingPage(data?.projects.pageInfo);
  if (next !== null && next !== after) setAfter(next);
  return useMemo(() => edges?.map(({ node }) => node) ?? NONE, [edges]);
}
