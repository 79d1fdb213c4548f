import { useState } from 'react';
import type { AnyVariables, TypedDocumentNode } from 'urql';
import type { Failure } from '@/api/failure';
import { useChange } from '@/api/use-change';

export type FieldErrors = Readonly<Record<string, string>>;

export interface RuleForm<Variables> {
  /** By field: what is missing here, or what the platform refused. */
  readonly errors: FieldErrors;
  /** Somebody else has changed it since the dialog was opened. */
  readonly isStale: boolean;
  /** What no field shows; null for nothing. */
  readonly failure: Failure | null;
  readonly sending: boolean;
  /** Around each change of a field: what was said of it before is no longer true. */
  readonly changed: (change: () => void) => void;
  /** Sends it unless something is missing. */
  readonly save: (missing: FieldErrors, variables: Variables) => Promise<'unsent' | 'saved' | 'refused'>;
}

/**
 * A form of one rule of an endpoint that several people may edit at once.
 *
 * @param version of the rule as it is now; undefined while there is none
 * @param fields that show what the platform refuses beneath them
 */
export function useRuleForm<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  version: number | undefined,
  fields: readonly string[],
): RuleForm<Variables> {
  const [seen] = useState(version);
  const [missing, setMissing] = useState<FieldErrors>({});
  const { send, sending, failure, reset } = useChange(document);
  const isStale = version !== seen;
  const isPlaced = failure !== null && fields.some((field) => field in failure.fields);
  return {
    errors: { ...failure?.fields, ...missing },
    isStale,
    failure: isPlaced || (failure?.code === 'CONFLICT' && isStale) ? null : failure,
    sending,
    changed: (change) => {
      change();
      setMissing({});
      reset();
    },
    save: async (found, variables) => {
      setMissing(found);
      if (Object.keys(found).length > 0) return 'unsent';
      return (await send(variables)) === null ? 'refused' : 'saved';
    },
  };
}
