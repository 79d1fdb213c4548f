import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import {
  CreateExperimentDocument,
  OlderVersionsDocument,
  StartChoicesDocument,
  StartRunDocument,
  type StartChoicesQuery,
} from '@/api/generated/runs';
import { useProjectChoices } from '@/api/project-names';
import { useExtra } from '@/api/use-extra';
import { followingPage, usePages } from '@/api/use-pages';
import { isReadable, isValidated, isWaived } from '@/parts/data-gate';
import type { More } from '@/parts/MoreChoices';
import { problems, toInput, versionName, type StartErrors, type StartValues } from './start-values';

export interface VersionChoice {
  readonly value: string;
  readonly label: string;
  readonly datasetId: string;
  /** Whether it is open to what needs validated data. */
  readonly isValidated: boolean;
  /** Column names of its profile, to pick the target from. */
  readonly columns: readonly string[];
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** A data set with how far its versions are loaded, the newest first. */
export interface VersionsOf extends Named {
  readonly loaded: number;
  readonly more: More | null;
}

/** What is loaded of a list to choose from. */
export interface ChoicesOf<One> {
  readonly list: readonly One[];
  /** Null where the list is whole. */
  readonly more: More | null;
}

export interface Choices {
  readonly projects: ChoicesOf<Choice>;
  readonly experiments: ChoicesOf<Choice>;
  /** The newest versions of each data set that is loaded. */
  readonly versions: ChoicesOf<VersionChoice>;
  readonly datasetsLoaded: number;
  /** Data sets whose newest versions were not all of them, also once the rest is loaded. */
  readonly older: readonly VersionsOf[];
  /** The person may not read the project: nothing of what it has is listed. */
  readonly isUnlisted: boolean;
  readonly failure: Failure | null;
  readonly loading: boolean;
}

/** Stands in the list of experiments for one that is made with the run. */
export const NEW_EXPERIMENT = 'new';

export function useChoices(projectId: string, isProjectGiven: boolean): Choices {
  const projects = useProjectChoices(isProjectGiven ? undefined : 'asked');
  const data = useExtra('DATASET_READ', 'datasetRead', projectId);
  const [place, setPlace] = useState<Place>({ ...BEGINNING, projectId });
  const { experimentsAfter, datasetsAfter } = place.projectId === projectId ? place : BEGINNING;
  const [choices, ask] = usePages({
    query: StartChoicesDocument,
    variables: { project: projectId, datasetRead: data.asked, experimentsAfter, datasetsAfter },
    pause: projectId === '',
  });
  const node = choices.data?.node?.__typename === 'Project' ? choices.data.node : null;
  // Until another project is there, the answer is the one before's.
  const project = node?.id === projectId ? node : null;
  const error = data.failed(choices);
  const datasets = project?.datasets?.edges.map(({ node }) => node) ?? [];
  const older = useOlderVersions(datasets);

  function moreAfter(next: string | null, name: 'experimentsAfter' | 'datasetsAfter'): More | null {
    if (next === null) return null;
    const before = { experimentsAfter, datasetsAfter };
    return {
      // A page that did not come is asked for again.
      load: () =>
        before[name] === next
          ? ask({ requestPolicy: 'network-only' })
          : setPlace({ ...before, projectId, [name]: next }),
      loading: choices.fetching,
    };
  }

  return {
    projects: {
      list: projects.projects?.map(({ id, name }) => ({ value: id, label: name })) ?? [],
      more: projects.more,
    },
    experiments: {
      list: project?.experiments.edges.map(({ node }) => ({ value: node.id, label: node.name })) ?? [],
      more: moreAfter(followingPage(project?.experiments.pageInfo), 'experimentsAfter'),
    },
    versions: {
      list: datasets.flatMap((dataset) =>
        dataset.versions.edges
          .filter(({ node }) => isReadable(node))
          .map(({ node }) => ({
            value: node.id,
            label: `${versionName(dataset.name, node.number)}${isWaived(node) ? ', waived' : ''}`,
            isValidated: isValidated(node),
            datasetId: dataset.id,
            columns: node.profile?.columns.map(({ name }) => name) ?? [],
          })),
      ),
      more: moreAfter(followingPage(project?.datasets?.pageInfo), 'datasetsAfter'),
    },
    datasetsLoaded: datasets.length,
    older: older.datasets,
    isUnlisted: projectId !== '' && choices.data?.node === null && !choices.fetching,
    failure: projects.failure ?? (error === undefined ? older.failure : toFailure(error)),
    // While it is on its way nothing is known; a further page changes nothing of what is.
    loading: projectId !== '' && project === null && choices.fetching,
  };
}

type DatasetChoice = NonNullable<
  Extract<StartChoicesQuery['node'], { __typename: 'Project' }>['datasets']
>['edges'][number]['node'];

/** Brings versions before the newest ones, of one data set at a time; the cache adds them to the choices. */
function useOlderVersions(datasets: readonly DatasetChoice[]) {
  const [place, setPlace] = useState<{ readonly dataset: string; readonly after: string } | null>(null);
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  const [{ error, fetching }, ask] = useQuery({
    query: OlderVersionsDocument,
    variables: { dataset: place?.dataset ?? '', after: place?.after ?? '' },
    pause: place === null,
  });

  function load(dataset: string, after: string) {
    // A page that did not come is asked for again.
    if (place?.dataset === dataset && place.after === after) ask({ requestPolicy: 'network-only' });
    else setPlace({ dataset, after });
    setAsked((before) => new Set([...before, dataset]));
  }

  return {
    datasets: datasets
      .filter(({ id, versions }) => versions.pageInfo.hasNextPage || asked.has(id))
      .map(({ id, name, versions }): VersionsOf => {
        const after = followingPage(versions.pageInfo);
        const more = after === null ? null : { load: () => load(id, after), loading: fetching };
        return { id, name, loaded: versions.edges.length, more };
      }),
    failure: error === undefined ? null : toFailure(error),
  };
}

/** How far a project's lists are loaded. */
interface Place {
  readonly projectId: string;
  readonly experimentsAfter: string | null;
  readonly datasetsAfter: string | null;
}

const BEGINNING = { experimentsAfter: null, datasetsAfter: null };

/** State of the form that starts a run; what the platform refuses stands under its field. */
export function useStartRun(initial: StartValues, onStarted: (runId: string) => void) {
  const [values, setValues] = useState(initial);
  const [newExperiment, setNewExperiment] = useState('');
  const [made, setMade] = useState<Named | null>(null);
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
      const { id, name } = data.createExperiment;
      experimentId = id;
      // Should the run be refused, the experiment is there all the same: the next try must not make it again.
      setMade({ id, name });
      setValues((before) => ({ ...before, experimentId: id }));
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
    made,
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
