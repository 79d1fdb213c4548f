import type { Actor, ModelVersionStatus, Resolvers, SetModelAliasInput } from '../generated/schema';
import { DAY, HOUR, iso } from './clock';
import { globalId } from './ids';
import { actorOf } from './organisation';
import { page } from './page';
import { conflict, refusal } from './refusal';
import { registerVersion } from './registration';
import { runOf } from './runs';
import { PARCEL_SIGNATURE } from './signatures';
import { projectOf } from './projects';
import { find, need, type World } from './world';

export interface RegisteredModelRow {
  id: string;
  projectId: string;
  name: string;
  description: string | null;
  createdAt: string;
  aliases: { name: string; versionId: string; movedAt: string; movedBy: string }[];
  version: number;
}

export interface ModelVersionRow {
  id: string;
  modelId: string;
  number: number;
  status: ModelVersionStatus;
  author: string;
  /** Where it is not whom the author's name says. */
  registeredBy?: Actor;
  createdAt: string;
  digest: string;
  format: string;
  sizeBytes: number;
  runId: string | null;
  signature: unknown;
  approvals: {
    by: string;
    at: string;
    approved: boolean;
    comment: string | null;
    checks: { name: string; passed: boolean; detail: string | null }[];
  }[];
  version: number;
}

export interface ModelAliasRow {
  name: string;
  versionId: string;
  movedAt: string;
  movedBy: string;
}

const MODELS: readonly [project: string, name: string, versions: number, waits: boolean][] = [
  ['parcel-vision', 'parcel-damage', 9, true],
  ['dock-ocr', 'dock-ocr', 4, false],
  ['eta-model', 'eta', 31, false],
  ['demand-forecast', 'demand-forecast', 12, false],
  ['catalog-search', 'catalog-rank', 2, false],
];

export function seedModels(world: World) {
  const now = world.now();
  for (const [project, name, versions, waits] of MODELS) {
    const id = globalId('RegisteredModel', name);
    const serving = waits ? versions - 1 : versions;
    world.models.unshift({
      id,
      projectId: globalId('Project', project),
      name,
      description: null,
      createdAt: iso(now - (versions + 2) * 9 * DAY),
      aliases: [
        {
          name: 'champion',
          versionId: globalId('ModelVersion', `${name}-${serving}`),
          movedAt: iso(now - 7 * DAY),
          movedBy: 'approver',
        },
      ],
      version: 1,
    });
    for (let number = 1; number <= versions; number += 1) {
      const isWaiting = waits && number === versions;
      world.modelVersions.unshift({
        id: globalId('ModelVersion', `${name}-${number}`),
        modelId: id,
        number,
        status: isWaiting ? 'REGISTERED' : number < versions - 2 ? 'ARCHIVED' : 'APPROVED',
        author: isWaiting ? 'key:ci' : 'engineer',
        createdAt: iso(now - (versions - number) * 9 * DAY - 3 * HOUR),
        digest: `sha256:${number.toString(16).padStart(2, '0').repeat(32)}`,
        format: 'onnx',
        sizeBytes: 1_218_301_952,
        runId: runOfVersion(name, number),
        signature: name === 'parcel-damage' ? PARCEL_SIGNATURE : null,
        approvals: isWaiting
          ? []
          : [
              {
                by: 'approver',
                at: iso(now - (versions - number) * 9 * DAY),
                approved: true,
                comment: number === 8 ? 'dents up, torn within noise; watch the size' : null,
                checks: checksOf(name === 'parcel-damage'),
              },
            ],
        version: 1,
      });
    }
  }
}

/** The runs of the reference that became versions. */
const RUNS: Readonly<Record<string, string>> = {
  'parcel-damage-9': 'damage-vit-l #412',
  'parcel-damage-8': 'damage-convnext #411',
  'parcel-damage-7': 'damage-vit-b #417',
  'parcel-damage-6': 'baseline-r50 #404',
};

function runOfVersion(model: string, number: number): string | null {
  const name = RUNS[`${model}-${number}`];
  return name === undefined ? null : globalId('Run', name);
}

function checksOf(signed: boolean) {
  return [
    { name: 'signature', passed: signed, detail: signed ? 'signature.json is there' : 'no signature.json' },
    { name: 'files', passed: true, detail: '2 of 2 files are stored' },
    { name: 'data', passed: true, detail: '1 of 1 data set versions are VALIDATED' },
  ];
}

export const modelResolvers: Resolvers = {
  Query: {
    models: (_root, args, { models }) => page(models, args),
    waitingApprovals: (_root, args, { modelVersions }) =>
      page(
        modelVersions.filter(({ status }) => status === 'REGISTERED'),
        args,
      ),
  },
  RegisteredModel: {
    project: ({ projectId }, _args, world) => projectOf(world, projectId),
    latest: ({ id }, _args, { modelVersions }) => modelVersions.find(({ modelId }) => modelId === id) ?? null,
    versions: ({ id }, args, { modelVersions }) =>
      page(
        modelVersions.filter(({ modelId }) => modelId === id),
        args,
      ),
    liveRevisions: ({ id }, _args, { revisions, modelVersions }) =>
      revisions
        .filter(({ status, weight }) => status === 'READY' && weight > 0)
        .filter(({ modelVersionId }) => find(modelVersions, modelVersionId)?.modelId === id)
        .sort((a, b) => b.weight - a.weight),
  },
  ModelAlias: {
    target: ({ versionId }, _args, { modelVersions }) => need(modelVersions, versionId),
  },
  ModelVersion: {
    registeredBy: ({ author, registeredBy }) => registeredBy ?? actorOf(author),
    model: ({ modelId }, _args, { models }) => need(models, modelId),
    modelName: ({ modelId }, _args, { models }) => need(models, modelId).name,
    project: ({ modelId }, _args, world) => projectOf(world, need(world.models, modelId).projectId),
    run: ({ runId }, _args, world) => runOf(world, runId),
    lineage: (version, _args, world) => lineageOf(world, version),
  },
  Mutation: {
    registerModelVersion: (_root, { input }, world) => registerVersion(world, input),
    approveModelVersion: (_root, { input }, world) => decide(world, input, 'APPROVED'),
    rejectModelVersion: (_root, { input }, world) => decide(world, input, 'REJECTED'),
    archiveModelVersion: (_root, { input }, world) => decide(world, input, 'ARCHIVED'),
    setModelAlias: (_root, { input }, world) => setAlias(world, input),
  },
};

/** As the platform's: back to the run, its job and the data it read. */
function lineageOf(world: World, version: ModelVersionRow) {
  const run = runOf(world, version.runId);
  if (run === null) return { nodes: [version] as never[], edges: [] };
  const job = world.jobs.find(({ runId }) => runId === run.id);
  const data = run.datasetVersionIds.map((id) => need(world.datasetVersions, id));
  return {
    nodes: [version, run, ...(job === undefined ? [] : [job]), ...data] as never[],
    edges: [
      { from: run.id, to: version.id, kind: 'produced' },
      ...(job === undefined ? [] : [{ from: job.id, to: run.id, kind: 'ran' }]),
      ...data.map(({ id }) => ({ from: id, to: run.id, kind: 'read' })),
    ],
  };
}

function setAlias(world: World, input: SetModelAliasInput): ModelAliasRow {
  const model = find(world.models, input.modelId);
  if (model === undefined) throw refusal('NOT_FOUND', 'no such model');
  if (!/^[a-z][a-z0-9-]*[a-z0-9]$/.test(input.alias))
    throw refusal(
      'VALIDATION',
      `alias: ${input.alias} (expected: 2 to 63 lower-case letters, digits or hyphens, a letter first)`,
      'input.alias',
    );
  const known = model.aliases.find(({ name }) => name === input.alias);
  if ((known?.versionId ?? null) !== (input.expectedTargetId ?? null))
    throw refusal('CONFLICT', `alias ${input.alias} does not point at the expected version`);
  const alias = {
    name: input.alias,
    versionId: input.modelVersionId,
    movedAt: iso(world.now()),
    movedBy: 'engineer',
  };
  model.aliases = [...model.aliases.filter(({ name }) => name !== input.alias), alias];
  return alias;
}

function decide(
  world: World,
  {
    id,
    expectedVersion,
    comment,
  }: { id: string; expectedVersion: number; comment?: string | null | undefined },
  status: ModelVersionStatus,
): ModelVersionRow {
  const known = find(world.modelVersions, id);
  if (known === undefined) throw refusal('NOT_FOUND', 'no such model version');
  if (!world.permissions.includes('MODEL_APPROVE'))
    throw refusal('FORBIDDEN', 'MODEL_APPROVE is not granted to you');
  if (known.author === 'engineer' && status !== 'ARCHIVED')
    throw refusal('FORBIDDEN', 'a model version is decided on by another person than its author');
  if (known.version !== expectedVersion) throw conflict('the model version');
  known.status = status;
  known.version += 1;
  if (status !== 'ARCHIVED')
    known.approvals = [
      {
        by: 'engineer',
        at: iso(world.now()),
        approved: status === 'APPROVED',
        comment: comment ?? null,
        checks: checksOf(known.signature !== null),
      },
      ...known.approvals,
    ];
  return known;
}
