import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import { toFailure, type Failure } from '@/api/failure';
import { PermissionsInDocument } from '@/api/generated/api';
import { useRights, type Permission } from '@/api/permissions';

export interface Held {
  readonly permissions: readonly Permission[];
  /** Why it is not known of one of the projects. */
  readonly failure: Failure | null;
  readonly retry: () => void;
}

/** What the person may do in each of the projects, so that a key for these may; everywhere, for none of them. */
export function useHeld(projectIds: readonly string[]): Held {
  const client = useClient();
  const { everywhere, somewhere } = useRights();
  const [known, setKnown] = useState<ReadonlyMap<string, readonly Permission[]>>(new Map());
  const [failed, setFailed] = useState<ReadonlyMap<string, Failure>>(new Map());
  const isMoreSomewhere = somewhere.length > everywhere.length;
  const next = isMoreSomewhere ? projectIds.find((id) => !known.has(id) && !failed.has(id)) : undefined;

  useEffect(() => {
    if (next === undefined) return;
    let wanted = true;
    void client
      .query(PermissionsInDocument, { project: next })
      .toPromise()
      .then(({ data, error }) => {
        if (!wanted) return;
        if (data != null) setKnown((before) => new Map(before).set(next, data.viewer.permissions));
        else if (error !== undefined) setFailed((before) => new Map(before).set(next, toFailure(error)));
      });
    return () => {
      wanted = false;
    };
  }, [client, next]);

  return {
    permissions: permissions(),
    failure: projectIds.map((id) => failed.get(id)).find((failure) => failure !== undefined) ?? null,
    retry: () => setFailed(new Map()),
  };

  function permissions(): readonly Permission[] {
    if (projectIds.length === 0) return everywhere;
    return somewhere.filter(
      (permission) =>
        everywhere.includes(permission) ||
        projectIds.every((id) => known.get(id)?.includes(permission) === true),
    );
  }
}
