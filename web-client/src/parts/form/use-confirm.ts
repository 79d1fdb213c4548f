import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import type { Failure } from '@/api/failure';
import { useForm, type Form } from './use-form';

type Nothing = object;

/**
 * A form without a field, for what is only to be confirmed.
 *
 * @param onRefused what is shown may be out of date: somebody else was quicker, or the thing is gone
 */
export function useConfirm<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  onDone: (data: Data) => void,
  onRefused?: (failure: Failure) => void,
): Form<Nothing> {
  return useForm<Nothing>({
    of: null,
    values: () => ({}),
    send: async (_, { ask }) => onDone(await ask(document, variables)),
    ...(onRefused === undefined ? {} : { onRefused }),
  });
}
