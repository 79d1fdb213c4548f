import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { toFailure, type Failure } from './failure';
import { ProjectNamesDocument } from './generated/api';
import { holds, type Permission } from './permissions';
import { followingPage, usePages, type PageInfo } from './use-pages';

export interface ProjectName {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

const NONE: readonly ProjectName[] = [];

export interface ProjectNames {
  /** Those that have come. */
  readonly projects: readonly ProjectName[];
  /** Whether more of them may come: until then one that is not among them is not nameless. */
  readonly isAwaited: boolean;
}

/**
 * The names of all projects, a hundred at a time, for pages that do without where the person may read no project.
 *
 * @param somewhere what the person may do in one project at least; undefined as long as that is not known
 */
export function useProjectNames(somewhere: readonly Permission[] | undefined): ProjectNames {
  const [after, setAfter] = useState<string | null>(null);
  const mayRead = somewhere === undefined ? undefined : holds(somewhere, 'PROJECT_READ');
  const [{ data, error }] = useQuery({
    query: ProjectNamesDocument,
    variables: { after },
    pause: mayRead !== true,
  });
  const edges = data?.projects.edges;
  const next = followingPage(data?.projects.pageInfo);
  if (next !== null && next !== after) setAfter(next);
  return {
    projects: useMemo(() => edges?.map(({ node }) => node) ?? NONE, [edges]),
    isAwaited: mayRead !== false && error === undefined && (edges === undefined || next !== null),
  };
}

interface ProjectPage {
  readonly edges: readonly { readonly node: ProjectName }[];
  readonly pageInfo: PageInfo;
}

export interface ProjectChoices {
  /** Undefined while on their way. */
  readonly projects: readonly ProjectName[] | undefined;
  /** Brings the following page; null where all are there. */
  readonly more: { readonly load: () => void; readonly loading: boolean } | null;
  readonly failure: Failure | null;
}

/**
 * Projects to choose one from, a hundred at a time.
 *
 * @param first `asked`: this hook asks for the first page too; else the one that the caller's own question brings along,
 *   undefined while there is none
 */
export function useProjectChoices(first: 'asked' | ProjectPage | undefined): ProjectChoices {
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }, ask] = usePages({
    query: ProjectNamesDocument,
    variables: { after },
    pause: first !== 'asked' && after === null,
  });
  const page = data?.projects ?? (first === 'asked' ? undefined : first);
  const next = followingPage(page?.pageInfo);
  const edges = page?.edges;
  return {
    projects: useMemo(() => edges?.map(({ node }) => node), [edges]),
    more:
      next === null
        ? null
        : {
            // One that did not come is asked for again.
            load: () => (next === after ? ask({ requestPolicy: 'network-only' }) : setAfter(next)),
            loading: fetching,
          },
    failure: error === undefined ? null : toFailure(error),
  };
}
