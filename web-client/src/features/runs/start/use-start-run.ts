import { useState } from 'react';
import { useQuery } from 'urql';
import { toFailure, type Failure } from '@/api/failure';
import {
  CreateExperimentDocument,
  OlderVersionsDocument,
  StartChoicesDocument,
  StartRunDocument,
  type StartChoicesQuery,
} from '@/api/generated/runs';
import { useExtra } from '@/api/use-extra';
import { followingPage, usePages } from '@/api/use-pages';
import { isReadable, isValidated, isWaived } from '@/parts/data-gate';
import { missing, useForm, type Errors } from '@/parts/form';
import type { More } from '@/parts/MoreChoices';
import { problems, toInput, versionName, type StartValues } from './start-values';
import { words } from './words';

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

export function useChoices(projectId: string): Choices {
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
    failure: error === undefined ? older.failure : toFailure(error),
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

export interface StartForm extends StartValues {
  /** Of one that is made with the run. */
  readonly newExperiment: string;
}

const MAKING = words.form.makingExperiment;

/**
 * The form that starts a run, and makes its experiment where it is a new one.
 *
 * @param experimentOf what stands in the list of experiments, also where nobody chose
 */
export function useStartRun(
  initial: StartValues,
  experimentOf: (values: StartValues) => string,
  onStarted: (runId: string) => void,
) {
  const [made, setMade] = useState<Named | null>(null);
  const form = useForm<StartForm>({
    of: null,
    values: () => ({ ...initial, newExperiment: '' }),
    check: (values) => {
      const experimentId = experimentOf(values);
      return {
        ...problems({ ...values, experimentId }),
        ...(experimentId === NEW_EXPERIMENT
          ? missing(values, { newExperiment: words.wrong.experimentName })
          : {}),
      };
    },
    send: async (values, { ask, put }) => {
      let experimentId = experimentOf(values);
      if (experimentId === NEW_EXPERIMENT) {
        const input = { projectId: values.projectId, name: values.newExperiment.trim() };
        const { createExperiment } = await ask(CreateExperimentDocument, { input }, MAKING);
        experimentId = createExperiment.id;
        // Should the run be refused, the experiment is there all the same: the next try must not make it again.
        setMade(createExperiment);
        put({ experimentId });
      }
      const { submitJob } = await ask(StartRunDocument, { input: toInput({ ...values, experimentId }) });
      if (submitJob.run !== null) onStarted(submitJob.run.id);
    },
    place: (fields, what): Errors => {
      if (what === MAKING) return fields.name === undefined ? {} : { newExperiment: fields.name };
      return Object.keys(fields).some((field) => FIELDS.has(field)) ? fields : {};
    },
  });
  return { form, made };
}

/** Fields of this form under the names the platform gives them. */
const FIELDS = new Set(['name', 'command', 'parameters', 'cpus', 'maxDuration', 'projectId', 'experimentId']);
