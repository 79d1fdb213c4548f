import { useState } from 'react';
import type { AnyVariables, CombinedError, UseQueryState } from 'urql';
import { isHidden, toFailure } from './failure';
import { useRights, type Permission } from './permissions';

export interface Extra {
  /** Whether to ask for it. */
  readonly asked: boolean;
  /** What failed of a question with it; undefined where that is asked again without it. */
  readonly failed: <Data, Variables extends AnyVariables>(
    state: UseQueryState<Data, Variables>,
  ) => CombinedError | undefined;
}

/**
 * A part of a question about one thing that needs another permission than the thing. Whoever holds it in some projects
 * only is asked for it with the thing, and asks again without it once that is refused: which project the thing is in is
 * not known before.
 *
 * @param variable the question's own, by which it includes the part
 * @param subject id of the thing
 */
export function useExtra(permission: Permission, variable: string, subject: string): Extra {
  const { everywhere, somewhere } = useRights();
  const [refusedOf, setRefusedOf] = useState<string | null>(null);
  const refused = refusedOf === subject;
  const isUnsure = somewhere.includes(permission) && !everywhere.includes(permission);
  return {
    asked: somewhere.includes(permission) && !refused,
    failed: ({ error, operation }) => {
      if (error === undefined || !isUnsure || !isHidden(toFailure(error))) return error;
      if (!refused) setRefusedOf(subject);
      // Until it is answered without the part, the refusal is the other question's.
      const { [variable]: wasAsked } = (operation?.variables ?? {}) as Record<string, unknown>;
      return wasAsked === true ? undefined : error;
    },
  };
}
