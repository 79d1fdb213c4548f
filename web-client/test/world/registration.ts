import type { RegisterModelVersionInput } from '../generated/schema';
import { iso } from './clock';
import { globalId } from './ids';
import type { ModelVersionRow, RegisteredModelRow } from './models';
import { refusal } from './refusal';
import { find, type World } from './world';

/** The next version of a model of the project; a name it does not have yet makes a new model. */
export function registerVersion(world: World, input: RegisterModelVersionInput): ModelVersionRow {
  const run = find(world.runs, input.runId);
  if (run === undefined) throw refusal('NOT_FOUND', 'no such run');
  if (!input.artifactPath.endsWith('.onnx')) {
    const said = `artifactPath: ${input.artifactPath} (expected: an ONNX file, or a folder with one)`;
    throw refusal('VALIDATION', said, 'input.artifactPath');
  }
  const model = modelNamed(world, input);
  const number = 1 + world.modelVersions.filter(({ modelId }) => modelId === model.id).length;
  const version: ModelVersionRow = {
    id: globalId('ModelVersion', `${model.name}-${number}`),
    modelId: model.id,
    number,
    status: 'REGISTERED',
    author: world.me.name,
    createdAt: iso(world.now()),
    digest: `sha256:${'7d'.repeat(32)}`,
    format: 'onnx',
    sizeBytes: 1_218_301_952,
    runId: run.id,
    signature: null,
    approvals: [],
    version: 1,
  };
  world.modelVersions.unshift(version);
  return version;
}

function modelNamed(world: World, { projectId, modelName }: RegisterModelVersionInput): RegisteredModelRow {
  const known = world.models.find((row) => row.projectId === projectId && row.name === modelName);
  if (known !== undefined) return known;
  const model: RegisteredModelRow = {
    id: globalId('RegisteredModel', modelName),
    projectId,
    name: modelName,
    description: null,
    createdAt: iso(world.now()),
    aliases: [],
    version: 1,
  };
  world.models.unshift(model);
  return model;
}
