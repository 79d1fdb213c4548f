import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { toFailure, type Failure } from '@/api/failure';
import { ProjectDocument, type ProjectQuery } from '@/api/generated/projects';
import { holds, useRights, type May, type Permission } from '@/api/permissions';
import { before, monthOf, toPeriod } from '@/format/period';
import { MINUTE_MS } from '@/format/units';

export type ProjectDetail = Extract<
  NonNullable<ProjectQuery['node']>,
  { __typename?: 'Project'; slug: string }
>;

export interface ProjectFound {
  /** Undefined while on its way; null where there is none that the person may see. */
  readonly project: ProjectDetail | null | undefined;
  readonly budgets: NonNullable<ProjectQuery['budgets']>;
  /** What the person may do in the project, as far as it is known: what they may everywhere is known from the start. */
  readonly may: May;
  readonly failure: Failure | null;
  readonly reload: () => void;
}

/**
 * The project with the parts that the person may see: those that they may see everywhere at once, and others, once it
 * is known that they may see them here, in a second request.
 */
export function useProject(id: string): ProjectFound {
  const [nowMs] = useState(() => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS);
  const periods = useMemo(() => {
    const month = monthOf(nowMs);
    return { month: toPeriod(month), before: toPeriod(before(month, nowMs)) };
  }, [nowMs]);
  const { everywhere } = useRights();
  const [here, setHere] = useState<readonly Permission[]>([]);
  const may: May = (permission) => holds(everywhere, permission) || holds(here, permission);
  const [{ data, error }, ask] = useQuery({
    query: ProjectDocument,
    variables: {
      id,
      ...periods,
      datasetRead: may('DATASET_READ'),
      runRead: may('RUN_READ'),
      modelRead: may('MODEL_READ'),
      endpointRead: may('ENDPOINT_READ'),
      jobRead: may('JOB_READ'),
      costRead: may('COST_READ'),
    },
  });
  const [last, setLast] = useState(data);
  // What is there stays until the second request is answered.
  if (data != null && data !== last) {
    setLast(data);
    setHere(data.viewer.permissions);
  }
  const known = data ?? last;
  return {
    project: known?.node as ProjectDetail | null | undefined,
    budgets: known?.budgets ?? [],
    may,
    failure: error === undefined ? null : toFailure(error),
    reload: () => ask({ requestPolicy: 'network-only' }),
  };
}
