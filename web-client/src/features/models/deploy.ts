import type { DeployInput } from '@/api/generated/models';
import type { DataGate } from '@/parts/data-gate';
import type { EndpointOfProject } from './model';
import { words } from './words';

const says = words.deploy;

/** What is filled in; text, because a field may be half typed. */
export interface DeployForm {
  readonly endpointName: string;
  readonly minReplicas: string;
  readonly maxReplicas: string;
  readonly cpus: string;
  readonly memoryMiB: string;
  readonly weight: string;
  /** The least that the data of the model's run must be; empty for whatever it is. */
  readonly requires: DataGate | '';
}

/** One that is typed in. */
export type DeployField = Exclude<keyof DeployForm, 'requires'>;

export type DeployErrors = Partial<Record<DeployField, string>>;

const MIB = 1024 ** 2;

/** The platform's own defaults, so that they are seen. */
export function firstForm(modelName: string, endpoints: readonly EndpointOfProject[]): DeployForm {
  const known = endpoints.find(isServing);
  return {
    endpointName: known?.name ?? slugOf(modelName),
    minReplicas: '1',
    maxReplicas: '1',
    cpus: '0.5',
    memoryMiB: '512',
    weight: known === undefined ? '100' : '10',
    requires: 'SEALED',
  };
}

/** Whether a new revision would share the traffic with another. */
export function isServing({ revisions }: EndpointOfProject): boolean {
  return revisions.some(({ status, weight }) => status === 'READY' && weight > 0);
}

export function check(form: DeployForm): DeployErrors {
  const errors: DeployErrors = {};
  if (!/^[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(form.endpointName.trim())) {
    errors.endpointName = says.expectedName;
  }
  const min = whole(form.minReplicas);
  const max = whole(form.maxReplicas);
  if (min === null) errors.minReplicas = says.expectedFromZero;
  if (max === null || max < 1) errors.maxReplicas = says.expectedFromOne;
  else if (min !== null && max < min) errors.maxReplicas = says.expectedOrMore(min);
  const cpus = Number(form.cpus);
  if (form.cpus.trim() === '' || !Number.isFinite(cpus) || cpus <= 0) errors.cpus = says.expectedANumberAbove;
  const memory = whole(form.memoryMiB);
  if (memory === null || memory < 1) errors.memoryMiB = says.expectedWhole;
  const weight = whole(form.weight);
  if (weight === null || weight > 100) errors.weight = says.expectedPercent;
  return errors;
}

export function toInput(
  form: DeployForm,
  projectId: string,
  modelVersionId: string,
  /** The endpoint as it was when its revisions were looked at; none of that name makes a new one. */
  target: EndpointOfProject | undefined,
): DeployInput {
  const shares = target !== undefined && isServing(target);
  return {
    projectId,
    modelVersionId,
    endpointName: form.endpointName.trim(),
    expectedVersion: target?.version ?? null,
    minReplicas: Number(form.minReplicas),
    maxReplicas: Number(form.maxReplicas),
    ...(form.requires === '' ? {} : { requires: form.requires }),
    resources: { cpus: Number(form.cpus), memoryBytes: Number(form.memoryMiB) * MIB },
    // Without a weight it takes over, and those before it end; with one they keep the rest, be it nothing.
    ...(shares && Number(form.weight) < 100 ? { weight: Number(form.weight) } : {}),
  };
}

const FIELDS: readonly DeployField[] = ['endpointName', 'minReplicas', 'maxReplicas', 'cpus', 'weight'];

/** What the platform said of fields of this form; memory is known to it by another unit and name. */
export function placed(fields: Readonly<Record<string, string>>): DeployErrors {
  const found: DeployErrors = {};
  for (const name of FIELDS) {
    const message = fields[name];
    if (message !== undefined) found[name] = message;
  }
  if (fields.memoryBytes !== undefined) found.memoryMiB = fields.memoryBytes;
  return found;
}

function whole(text: string): number | null {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}

/** A name to start from; whether it is allowed and free is for the platform to say. */
function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '');
}
