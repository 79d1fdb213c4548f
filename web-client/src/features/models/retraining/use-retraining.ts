import { useState } from 'react';
import { useQuery } from 'urql';
import { isHidden, toFailure, type Failure } from '@/api/failure';
import {
  ModelRetrainingDocument,
  RetrainingBesideDocument,
  RetrainingOpenedDocument,
} from '@/api/generated/retraining';
import { holds } from '@/api/permissions';
import { followingPage, usePages } from '@/api/use-pages';
import { useRepeat } from '@/api/use-repeat';
import { MINUTE_MS } from '@/format/units';
import {
  goesOn,
  shownFirst,
  type Beside,
  type RetrainedModel,
  type RunDetail,
  type RunRow,
} from './retraining';

/** Runs of one page of the history. */
const PAGE_SIZE = 20;
/** While a run goes on. */
const MOVING_MS = 10_000;
const CALM_MS = MINUTE_MS;
const NONE: readonly RunRow[] = [];

export interface RetrainingFound {
  /** Undefined while it is on its way; null where there is none that the person may see. */
  readonly model: RetrainedModel | null | undefined;
  /** Newest first. */
  readonly runs: readonly RunRow[];
  /** The row of the run that is shown; null where there is none. */
  readonly shown: RunRow | null;
  /** All of it: undefined while it is on its way, null where there is none. */
  readonly run: RunDetail | null | undefined;
  readonly runFailure: Failure | null;
  /** Names of what the policy names by id; undefined while they are on their way. */
  readonly beside: Beside | undefined;
  readonly besideFailure: Failure | null;
  readonly failure: Failure | null;
  readonly more: { readonly load: () => void; readonly loading: boolean } | null;
  readonly again: () => void;
}

/**
 * A model's policy and its runs in one request; the run that is shown first, with the names of what the policy names by
 * id, in a second. Another run that is opened is asked for by itself.
 *
 * @param chosen id of the run to show; empty for the one that goes on, else the newest
 */
export function useRetraining(id: string, chosen: string): RetrainingFound {
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }, ask] = usePages({
    query: ModelRetrainingDocument,
    variables: { id, first: PAGE_SIZE, after },
  });
  const node = data?.node;
  const model = node === undefined || node?.__typename === 'RegisteredModel' ? node : null;
  const policy = model?.retraining ?? null;
  const runs = policy?.runs.edges.map((edge) => edge.node) ?? NONE;
  const first = shownFirst(runs);
  const wanted = chosen === '' ? (first?.id ?? null) : chosen;
  useRepeat(
    ModelRetrainingDocument,
    { id, first: PAGE_SIZE, after: null },
    policy === null ? null : first !== null && goesOn(first) ? MOVING_MS : CALM_MS,
  );

  // The one that is shown when the page opens comes with the names; they are asked for once.
  const [opening, setOpening] = useState<{ readonly model: string; readonly run: string | null } | null>(
    null,
  );
  if (model != null && opening?.model !== model.id) setOpening({ model: model.id, run: wanted });
  const withRun = opening?.run ?? null;
  const may = model?.project.permissions ?? [];
  const [besides, askBeside] = useQuery({
    query: RetrainingBesideDocument,
    variables: {
      run: withRun ?? '',
      hasRun: withRun !== null,
      project: model?.project.id ?? '',
      datasetRead: holds(may, 'DATASET_READ'),
      runRead: holds(may, 'RUN_READ'),
      endpointRead: holds(may, 'ENDPOINT_READ'),
      alertRead: holds(may, 'ALERT_READ'),
    },
    pause: model == null || opening?.model !== model.id,
  });
  const isOther = wanted !== null && opening !== null && wanted !== opening.run;
  const [other, askOther] = useQuery({
    query: RetrainingOpenedDocument,
    variables: { id: wanted ?? '' },
    pause: !isOther,
  });
  const found = isOther ? other.data?.node : besides.data?.run;
  const run =
    wanted === null || found === null
      ? null
      : found?.__typename === 'RetrainingRun' && found.id === wanted
        ? found
        : undefined;
  const shown = runs.find((row) => row.id === wanted) ?? run ?? null;
  useRepeat(RetrainingOpenedDocument, { id: wanted ?? '' }, run != null && goesOn(run) ? MOVING_MS : null);

  const runError = isOther ? other.error : besides.error;
  const place = besides.data?.project;
  const failure = error === undefined ? null : toFailure(error);
  const next = followingPage(policy?.runs.pageInfo);
  return {
    model: failure !== null && isHidden(failure) ? null : model,
    runs,
    shown,
    run,
    runFailure: runError === undefined ? null : toFailure(runError),
    beside: place?.__typename === 'Project' ? place : undefined,
    besideFailure: besides.error === undefined ? null : toFailure(besides.error),
    failure,
    more: next === null ? null : { load: () => setAfter(next), loading: fetching },
    again: () => {
      ask({ requestPolicy: 'network-only' });
      if (isOther) askOther({ requestPolicy: 'network-only' });
      else if (model != null) askBeside({ requestPolicy: 'network-only' });
    },
  };
}
