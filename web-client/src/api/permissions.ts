import { useMemo } from 'react';
import { useQuery } from 'urql';
import { PermissionsDocument, PermissionsInDocument, type PermissionsQuery } from './generated/api';
import { useSignedIn } from './session';

export type Permission = PermissionsQuery['viewer']['permissions'][number];

/** Whether the person holds the permission; false as long as that is not known. */
export type May = (permission: Permission) => boolean;

/** What the person may do in the whole organisation, and in one of its projects at least. */
export interface Rights {
  readonly everywhere: readonly Permission[];
  readonly somewhere: readonly Permission[];
}

/**
 * What the person may do, as a page last brought it along, else as it was when the session began. It asks for nothing
 * itself, so that the frame around the pages costs no request.
 */
export function useRights(): Rights {
  const { rights } = useSignedIn();
  const [{ data }] = useQuery({ query: PermissionsDocument, requestPolicy: 'cache-only' });
  const viewer = data?.viewer;
  return useMemo(
    () =>
      viewer === undefined
        ? rights
        : { everywhere: viewer.permissions, somewhere: viewer.permissionsSomewhere },
    [viewer, rights],
  );
}

/** What something takes: each of these in the whole organisation, or in some project at least. */
export interface Needs {
  readonly everywhere?: readonly Permission[];
  readonly somewhere?: readonly Permission[];
}

/** The one rule by which pages, buttons, verbs and parts are drawn or left out: what one may not do is not there. */
export function allows({ everywhere, somewhere }: Rights, needs: Needs = {}): boolean {
  return holds(everywhere, ...(needs.everywhere ?? [])) && holds(somewhere, ...(needs.somewhere ?? []));
}

/** Whether the person may do it, for what is not of one project: of that `useMay` knows. */
export function useAllowed(needs: Needs): boolean {
  return allows(useRights(), needs);
}

/** Whether these permissions, as a project or its page has them, have all that something takes; none where unknown. */
export function holds(
  permissions: readonly Permission[] | null | undefined,
  ...needed: readonly Permission[]
): boolean {
  return needed.every((permission) => permissions?.includes(permission) === true);
}

/**
 * What the person may do in one project. What they may do everywhere comes with the page; only where that does not
 * cover all that the page could offer is the project asked about.
 */
export function useMay(
  everywhere: readonly Permission[] | undefined,
  projectId: string | undefined,
  offers: readonly Permission[],
): May {
  const isCovered = holds(everywhere, ...offers);
  const [{ data }] = useQuery({
    query: PermissionsInDocument,
    variables: { project: projectId ?? '' },
    pause: projectId === undefined || everywhere === undefined || isCovered,
  });
  return (permission) => holds(everywhere, permission) || holds(data?.viewer.permissions, permission);
}
