import { useState } from 'react';
import type { AnyVariables, UseQueryArgs, UseQueryResponse, UseQueryState } from 'urql';
import { isHidden, toFailure } from './failure';
import { holds, useRights } from './permissions';
import { usePages } from './use-pages';

/** What the query may leave out. */
interface Named {
  readonly named?: boolean | null;
}

/**
 * `usePages` of what belongs to projects, with their names. Where that is refused it asks without them: a role may see
 * what is in a project, and not the project.
 */
export function useNamed<Data, Variables extends AnyVariables & Named>(
  args: UseQueryArgs<Variables, Data>,
): UseQueryResponse<Data, Variables> {
  const { somewhere } = useRights();
  const [named, setNamed] = useState(() => holds(somewhere, 'PROJECT_READ'));
  const variables = { ...args.variables, named };
  const [state, ask] = usePages<Data, Variables>({ ...args, variables } as UseQueryArgs<Variables, Data>);
  const { error, operation } = state;
  if (error === undefined || !isHidden(toFailure(error))) return [state, ask];
  if (named) setNamed(false);
  // Until it is answered without names, the refusal is the other question's.
  return [named || operation?.variables.named === true ? asking(state) : state, ask];
}

function asking<Data, Variables extends AnyVariables>(
  state: UseQueryState<Data, Variables>,
): UseQueryState<Data, Variables> {
  const without = { ...state, fetching: true };
  delete without.error;
  return without;
}
