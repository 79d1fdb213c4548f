import { useState } from 'react';
import type { Failure } from '@/api/failure';
import { RunTransformDocument, type RunTransformMutation } from '@/api/generated/datasets';
import { useChange } from '@/api/use-change';
import { dropDraft } from './draft';
import {
  placed,
  problems,
  toInput,
  USUAL,
  type SourceValue,
  type TransformErrors,
  type TransformValues,
} from './transform-values';

export interface TransformForm {
  readonly values: TransformValues;
  readonly set: (change: Partial<TransformValues>) => void;
  readonly setInput: (index: number, change: Partial<SourceValue>) => void;
  readonly errors: TransformErrors;
  /** What the platform refused and no field here is to blame for. */
  readonly failure: Failure | null;
  readonly sending: boolean;
  /** Whether it could be tried: what is missing besides capacity stands under its field. */
  readonly check: () => boolean;
  readonly send: () => Promise<void>;
}

/** State of the form that makes a version by SQL; what the platform refuses stands under its field. */
export function useTransform(
  datasetId: string,
  initial: TransformValues,
  onMade: (version: RunTransformMutation['runTransform']) => void,
): TransformForm {
  const [values, setValues] = useState(initial);
  const [missing, setMissing] = useState<TransformErrors>({});
  const { send, sending, failure, reset } = useChange(RunTransformDocument);
  const refused = failure === null ? {} : placed(failure.fields, values.inputs);

  function set(change: Partial<TransformValues>) {
    setValues((before) => ({ ...before, ...change }));
    setMissing({});
    reset();
  }

  return {
    values,
    set,
    setInput: (index, change) =>
      set({ inputs: values.inputs.map((input, at) => (at === index ? { ...input, ...change } : input)) }),
    errors: { ...refused, ...missing },
    failure: Object.keys(refused).length > 0 ? null : failure,
    sending,
    check: () => {
      const found = problems({ ...values, ...USUAL });
      setMissing(found);
      reset();
      return Object.keys(found).length === 0;
    },
    send: async () => {
      if (sending) return;
      const found = problems(values);
      setMissing(found);
      if (Object.keys(found).length > 0) return;
      const done = await send({ input: toInput(datasetId, values) });
      if (done === null) return;
      dropDraft(datasetId);
      onMade(done.runTransform);
    },
  };
}
