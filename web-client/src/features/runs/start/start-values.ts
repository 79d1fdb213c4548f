import type { DataGate } from '@/parts/data-gate';
import type { RunDetailFragment, SubmitJobInput } from '@/api/generated/runs';
import { durationMs } from '@/format/time';
import { MINUTE_MS } from '@/format/units';
import { words } from './words';

const says = words.wrong;

/** The trainer that ships with the platform. */
export const TABULAR = 'tabular';

/** What the trainer takes besides task, data and target, as it is typed; empty leaves it to the trainer. */
export const TRAINER_NUMBERS = [
  { name: 'epochs', label: words.trainer.epochs, fallback: '50', isWhole: true, min: 1, max: 10_000 },
  {
    name: 'learningRate',
    label: words.trainer.learningRate,
    fallback: '0.1',
    isWhole: false,
    min: 1e-9,
    max: 10,
  },
  { name: 'batchSize', label: words.trainer.batchSize, fallback: '16', isWhole: true, min: 1, max: 65_536 },
  { name: 'l2', label: words.trainer.l2, fallback: '0', isWhole: false, min: 0, max: 10 },
  {
    name: 'testFraction',
    label: words.trainer.testFraction,
    fallback: '0.25',
    isWhole: false,
    min: 0.01,
    max: 0.9,
  },
  { name: 'seed', label: words.trainer.seed, fallback: '1', isWhole: true, min: -(2 ** 53), max: 2 ** 53 },
] as const;

export const OPTIMIZERS = ['', 'adagrad', 'adam', 'sgd'] as const;

export interface InputValue {
  readonly versionId: string;
  /** Folder below the job's inputs. */
  readonly path: string;
  /** What the version is called, of one that a run is to have which may not be among those loaded. */
  readonly name?: string;
}

export function versionName(dataset: string, number: number): string {
  return `${dataset} v${number}`;
}

export interface StartValues {
  readonly projectId: string;
  readonly experimentId: string;
  readonly name: string;
  readonly program: 'trainer' | 'command';
  readonly inputs: readonly InputValue[];
  /** The least that each of them must be. */
  readonly requires: DataGate;
  readonly task: string;
  readonly target: string;
  /** Names between commas; empty for all columns but the target. */
  readonly features: string;
  readonly optimizer: string;
  /** By name, of TRAINER_NUMBERS. */
  readonly numbers: Readonly<Record<string, string>>;
  /** One argument a line. */
  readonly command: string;
  /** A JSON object. */
  readonly parameters: string;
  readonly cpus: string;
  readonly memoryMib: string;
  readonly maxMinutes: string;
  /** How often it is tried again after an exit code other than 0. */
  readonly retries: string;
}

export const BLANK: StartValues = {
  projectId: '',
  experimentId: '',
  name: '',
  program: 'trainer',
  inputs: [{ versionId: '', path: 'data' }],
  requires: 'SEALED',
  task: 'CLASSIFICATION',
  target: '',
  features: '',
  optimizer: '',
  numbers: {},
  command: '',
  parameters: '{}',
  cpus: '1',
  memoryMib: '768',
  maxMinutes: '60',
  retries: '0',
};

const MIB = 2 ** 20;

/** A run like that one: same program, parameters, data and resources. Which folder its data lay in is not kept. */
export function cloneOf(run: RunDetailFragment): StartValues {
  const { job } = run;
  const params = Object.fromEntries(run.params.map(({ key, value }) => [key, value]));
  const isTrainer = job?.trainer !== null;
  const own = {
    ...BLANK,
    projectId: run.projectId,
    experimentId: run.experiment.id,
    name: run.name,
    inputs: run.datasets.map(({ id, number, dataset }, index) => ({
      versionId: id,
      path: index === 0 ? 'data' : dataset.name,
      name: versionName(dataset.name, number),
    })),
    ...(job === null
      ? {}
      : {
          cpus: String(job.resources.cpus),
          memoryMib: String(Math.round(job.resources.memoryBytes / MIB)),
          maxMinutes: minutesOf(job.maxDuration) ?? BLANK.maxMinutes,
          retries: String(job.retries.find(({ cause }) => cause === 'EXIT')?.most ?? 0),
        }),
  };
  if (!isTrainer) {
    return {
      ...own,
      program: 'command',
      command: job.command.join('\n'),
      parameters: JSON.stringify(typed(params), null, 2),
    };
  }
  return {
    ...own,
    program: 'trainer',
    task: params.task?.toUpperCase() === 'REGRESSION' ? 'REGRESSION' : 'CLASSIFICATION',
    target: params.target ?? '',
    optimizer: OPTIMIZERS.find((known) => known === params.optimizer) ?? '',
    numbers: Object.fromEntries(
      TRAINER_NUMBERS.flatMap(({ name }) => (params[name] === undefined ? [] : [[name, params[name]]])),
    ),
  };
}

export type StartErrors = Record<string, string>;

/** What is missing or out of bounds, by field; the platform and the trainer check all of it again. */
export function problems(values: StartValues): StartErrors {
  const found: StartErrors = {};
  if (values.projectId === '') found.projectId = says.project;
  if (values.experimentId === '') found.experimentId = says.experiment;
  if (values.name.trim() === '') found.name = says.name;
  values.inputs.forEach(({ path }, index) => {
    if (path.trim() === '') found[`inputs.${index}.path`] = says.folder;
  });
  if (values.program === 'trainer') Object.assign(found, trainerProblems(values));
  else Object.assign(found, commandProblems(values));
  if (!(Number(values.cpus) > 0)) found.cpus = says.cpus;
  if (!(Number(values.memoryMib) >= 1)) found.memoryMib = says.memory;
  if (!(Number(values.maxMinutes) > 0)) found.maxMinutes = says.limit;
  if (!/^(1?\d|20)$/.test(values.retries.trim())) found.retries = says.retries;
  return found;
}

function trainerProblems({ target, numbers, inputs }: StartValues): StartErrors {
  const found: StartErrors = {};
  if (target.trim() === '') found.target = says.target;
  if (!inputs.some(({ versionId }) => versionId !== '')) found['inputs.0.versionId'] = says.data;
  for (const { name, isWhole, min, max } of TRAINER_NUMBERS) {
    const text = numbers[name]?.trim() ?? '';
    const value = Number(text);
    if (text === '' || (value >= min && value <= max && (!isWhole || Number.isInteger(value)))) continue;
    found[name] = says.number(text, isWhole, min, max);
  }
  return found;
}

function commandProblems({ command, parameters }: StartValues): StartErrors {
  return {
    ...(argumentsOf(command).length === 0 ? { command: says.command } : {}),
    ...(objectIn(parameters) === null ? { parameters: says.parameters } : {}),
  };
}

/** As the platform takes it; for values without problems. */
export function toInput(values: StartValues): SubmitJobInput {
  const inputs = values.inputs.filter(({ versionId }) => versionId !== '');
  return {
    projectId: values.projectId,
    experimentId: values.experimentId,
    name: values.name.trim(),
    inputs: inputs.map(({ versionId, path }) => ({ datasetVersionId: versionId, path: path.trim() })),
    // What the platform asks where nothing is said.
    ...(values.requires === 'SEALED' ? {} : { requires: values.requires }),
    resources: {
      cpus: Number(values.cpus),
      memoryBytes: Math.round(Number(values.memoryMib) * MIB),
    },
    maxDuration: `PT${Math.round(Number(values.maxMinutes) * 60)}S`,
    ...(Number(values.retries) === 0 ? {} : { retries: [{ cause: 'EXIT', most: Number(values.retries) }] }),
    ...(values.program === 'trainer'
      ? { trainer: TABULAR, parameters: trainerParameters(values, inputs[0]?.path.trim() ?? '') }
      : { command: argumentsOf(values.command), parameters: objectIn(values.parameters) }),
  };
}

function trainerParameters(values: StartValues, data: string): Record<string, unknown> {
  const features = values.features
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const numbers = TRAINER_NUMBERS.flatMap(({ name }) => {
    const text = values.numbers[name]?.trim() ?? '';
    return text === '' ? [] : [[name, Number(text)] as const];
  });
  return {
    task: values.task,
    data,
    target: values.target.trim(),
    ...(features.length === 0 ? {} : { features }),
    ...(values.optimizer === '' ? {} : { optimizer: values.optimizer }),
    ...Object.fromEntries(numbers),
  };
}

function argumentsOf(command: string): string[] {
  return command
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Parameters of a run are text; those that read as JSON numbers or truth values were such. */
function typed(params: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).map(([key, text]) => {
      const isPlain = /^(true|false|null|-?\d+(\.\d+)?([eE][+-]?\d+)?)$/.test(text);
      return [key, isPlain ? (JSON.parse(text) as unknown) : text];
    }),
  );
}

/** Minutes of an ISO-8601 duration such as `PT1H30M`; null for what is none. */
function minutesOf(duration: string | null): string | null {
  const ms = duration === null ? null : durationMs(duration);
  return ms === null ? null : String(ms / MINUTE_MS);
}
