import { useMemo } from 'react';
import { useQuery } from 'urql';
import { DecidesInDocument, type HomeWorkQuery } from '@/api/generated/home';
import type { Permission } from '@/api/permissions';

/** Whether the person may decide about versions of the project; of one that is not named, where they may everywhere. */
export type Decides = (projectId: string | undefined) => boolean;

/** What is known with the page itself, and of single projects by a second question; undefined while on its way. */
export function useDecides(work: HomeWorkQuery | undefined): Decides | undefined {
  const everywhere = work?.viewer.permissions.includes('MODEL_APPROVE') === true;
  const somewhere = work?.viewer.permissionsSomewhere.includes('MODEL_APPROVE') === true;
  const projects = useMemo(() => projectsOf(work), [work]);
  const isAsked = !everywhere && somewhere && projects.length > 0;
  const [{ data, error, operation }] = useQuery({
    query: DecidesInDocument,
    variables: Object.fromEntries(projects.map((id, index) => [`p${index + 1}`, id])),
    pause: !isAsked,
  });
  if (work === undefined || (isAsked && data === undefined && error === undefined)) return undefined;
  if (!isAsked) return () => everywhere;
  const held = data?.viewer as Readonly<Record<string, readonly Permission[]>> | undefined;
  // Those that were answered about: other projects may wait by now.
  const asked = Object.entries<string | null | undefined>(operation?.variables ?? {});
  return (projectId) =>
    asked.some(([name, id]) => id === projectId && held?.[name]?.includes('MODEL_APPROVE') === true);
}

/** Each once, in one order whichever version is the newest; no more than versions are asked for. */
function projectsOf(work: HomeWorkQuery | undefined): string[] {
  const named = (work?.waitingApprovals?.edges ?? []).map(({ node }) => node.project?.id);
  return [...new Set(named.filter((id) => id !== undefined))].sort();
}
