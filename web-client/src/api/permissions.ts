import { useQuery } from 'urql';
import { PermissionsDocument, PermissionsInDocument, type PermissionsQuery } from './generated/api';

export type Permission = PermissionsQuery['viewer']['permissions'][number];

/** Whether the person holds the permission; false as long as that is not known. */
export type May = (permission: Permission) => boolean;

/**
 * What the person may do in the whole organisation, as a page last brought it along; undefined before one did. It asks
 * for nothing itself, so that the frame around the pages costs no request.
 */
export function useTenantPermissions(): readonly Permission[] | undefined {
  const [{ data }] = useQuery({ query: PermissionsDocument, requestPolicy: 'cache-only' });
  return data?.viewer.permissions;
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
  const isCovered = offers.every((permission) => everywhere?.includes(permission) === true);
  const [{ data }] = useQuery({
    query: PermissionsInDocument,
    variables: { project: projectId ?? '' },
    pause: projectId === undefined || everywhere === undefined || isCovered,
  });
  return (permission) =>
    everywhere?.includes(permission) === true || data?.viewer.permissions.includes(permission) === true;
}
