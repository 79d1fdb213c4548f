import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import {
  CreateExperimentDocument,
  StartChoicesDocument,
  StartProjectsDocument,
  StartRunDocument,
} from '@/api/generated/runs';
import { useExtra } from '@/api/use-extra';
import { problems, toInput, type StartErrors, type StartValues } from './start-values';

export interface VersionChoice {
  readonly value: string;
  readonly label: string;
  /** Column names of its profile, to pick the target from. */
  readonly columns: readonly string[];
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface Choices {
  readonly projects: readonly Choice[];
  readonly experiments: readonly Choice[];
  readonly versions: readonly VersionChoice[];
  readonly failure: Failure | null;
  readonly loading: boolean;
}

/** Versions that a job may read. */
const READABLE = ['SEALED', 'VALIDATING', 'VALIDATED', 'ERRORED'];

/** Stands in the list of experiments for one that is made with the run. */
export const NEW_EXPERIMENT = 'new';

export function useChoices(projectId: string, isProjectGiven: boolean): Choices {
  const [projects] = useQuery({ query: StartProjectsDocument, pause: isProjectGiven });
  const data = useExtra('DATASET_READ', 'datasetRead', projectId);
  const [choices] = useQuery({
    query: StartChoicesDocument,
    variables: { project: projectId, datasetRead: data.asked },
    pause: projectId === '',
  });
  const project = choices.data?.node?.__typename === 'Project' ? choices.data.node : null;
  const error = projects.error ?? data.failed(choices);
  return {
    projects: projects.data?.projects.edges.map(({ node }) => ({ value: node.id, label: node.name })) ?? [],
    experiments: project?.experiments.edges.map(({ node }) => ({ value: node.id, label: node.name })) ?? [],
    versions:
      project?.datasets?.edges.flatMap(({ node: dataset }) =>
        dataset.versions.edges
          .filter(({ node }) => READABLE.includes(node.status))
          .map(({ node }) => ({
            value: node.id,
            label: `${dataset.name} v${node.number}`,
            columns: node.profile?.columns.map(({ name }) => name) ?? [],
          })),
      ) ?? [],
    failure: error === undefined ? null : toFailure(error),
    loading: projects.fetching || choices.fetching,
  };
}

/** State of the form that starts a run; what the platform refuses stands under its field. */
export function useStartRun(initial: StartValues, onStarted: (runId: string) => void) {
  const [values, setValues] = useState(initial);
  const [newExperiment, setNewExperiment] = useState('');
  const [errors, setErrors] = useState<StartErrors>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  const [requestKey, setRequestKey] = useState(newIdempotencyKey);
  const [{ fetching: isStarting }, start] = useMutation(StartRunDocument);
  const [{ fetching: isCreating }, create] = useMutation(CreateExperimentDocument);

  function changed() {
    setErrors({});
    setFailure(null);
    setRequestKey(newIdempotencyKey());
  }

  function set(change: Partial<StartValues>) {
    setValues((before) => ({ ...before, ...change }));
    changed();
  }

  /** @param shown the values with the choices that stand in the form because they are the first */
  async function send(shown: StartValues) {
    const found = problems(shown);
    const isNew = shown.experimentId === NEW_EXPERIMENT;
    if (isNew && newExperiment.trim() === '') found.newExperiment = 'An experiment needs a name';
    setErrors(found);
    setFailure(null);
    if (Object.keys(found).length > 0 || isStarting || isCreating) return;

    let { experimentId } = shown;
    if (isNew) {
      const input = { projectId: shown.projectId, name: newExperiment.trim() };
      const { data, error } = await create({ input }, idempotent(`${requestKey}-experiment`));
      if (data == null) {
        const refused = error === undefined ? null : toFailure(error);
        if (refused?.fields.name !== undefined) setErrors({ newExperiment: refused.fields.name });
        else setFailure(refused);
        return;
      }
      const made = data.createExperiment.id;
      experimentId = made;
      // Should the run be refused, the experiment is there all the same: the next try must not make it again.
      setValues((before) => ({ ...before, experimentId: made }));
    }
    const { data, error } = await start(
      { input: toInput({ ...shown, experimentId }) },
      idempotent(requestKey),
    );
    const run = data?.submitJob.run;
    if (run != null) onStarted(run.id);
    else if (error !== undefined) {
      const refused = toFailure(error);
      const placed = Object.keys(refused.fields).some((field) => FIELDS.has(field));
      if (placed) setErrors(refused.fields);
      setFailure(placed ? null : refused);
      setRequestKey(newIdempotencyKey());
    }
  }

  return {
    values,
    set,
    newExperiment,
    setNewExperiment: (name: string) => {
      setNewExperiment(name);
      changed();
    },
    errors,
    failure,
    sending: isStarting || isCreating,
    send,
  };
}

/** Fields of this form under the names the platform gives them. */
const FIELDS = new Set(['name', 'command', 'parameters', 'cpus', 'maxDuration', 'projectId', 'experimentId']);
