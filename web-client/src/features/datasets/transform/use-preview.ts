import { useState } from 'react';
import { useQuery } from 'urql';
import { toFailure, type Failure } from '@/api/failure';
import {
  PreviewAsItIsDocument,
  PreviewTransformDocument,
  type PreviewShownFragment,
} from '@/api/generated/datasets';
import { useChange } from '@/api/use-change';
import { usePoll } from '@/features/datasets/use-dataset';
import type { TransformValues } from './transform-values';

const POLL_MS = 1_000;

/** What was tried, and what came of it. */
export interface Tried {
  readonly sql: string;
  /** What it was asked with, to be compared. */
  readonly asked: string;
  readonly preview: PreviewShownFragment;
}

export interface PreviewRun {
  readonly tried: Tried | null;
  readonly isRunning: boolean;
  readonly sending: boolean;
  /** Why it could not be started. */
  readonly failure: Failure | null;
  /** Why nobody knows what came of it. */
  readonly lost: Failure | 'gone' | null;
  readonly start: (values: TransformValues) => Promise<void>;
  readonly again: () => void;
  readonly reset: () => void;
}

/** Tries a statement, and follows its job until that has ended. */
export function usePreview(projectId: string): PreviewRun {
  const { send, sending, failure, reset } = useChange(PreviewTransformDocument);
  const [begun, setBegun] = useState<Tried | null>(null);
  const [{ data, error }, ask] = useQuery({
    query: PreviewAsItIsDocument,
    variables: { id: begun?.preview.id ?? '' },
    pause: begun === null,
    // It comes with its start; only what follows is asked for.
    requestPolicy: 'cache-first',
  });
  const node = data?.node?.__typename === 'TransformPreview' ? data.node : null;
  const preview = node?.id === begun?.preview.id && node !== null ? node : (begun?.preview ?? null);
  const isGone = begun !== null && data?.node === null;
  const again = () => ask({ requestPolicy: 'network-only' });
  const isRunning = preview?.status === 'RUNNING' && !isGone;
  usePoll(isRunning ? POLL_MS : undefined, again);

  return {
    tried: begun === null || preview === null ? null : { ...begun, preview },
    isRunning,
    sending,
    failure,
    lost: begun === null ? null : error !== undefined ? toFailure(error) : isGone ? 'gone' : null,
    start: async (values) => {
      const done = await send({ input: inputOf(projectId, values) });
      if (done !== null)
        setBegun({ sql: values.sql, asked: askedOf(values), preview: done.previewTransform });
    },
    again,
    reset,
  };
}

function inputOf(projectId: string, { sql, inputs }: TransformValues) {
  return {
    projectId,
    sql,
    inputs: inputs.map(({ name, versionId }) => ({ name: name.trim(), datasetVersionId: versionId })),
  };
}

/** What decides what a preview shows. */
export function askedOf({ sql, inputs }: TransformValues): string {
  return JSON.stringify([sql, inputs]);
}
