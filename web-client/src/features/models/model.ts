import type { ModelQuery, PassportFragment, VersionRowFragment } from '@/api/generated/models';
import { directionOf } from './comparison';
import { words } from './words';

const says = words.model;

export type ModelDetail = Extract<NonNullable<ModelQuery['node']>, { __typename: 'RegisteredModel' }>;
export type Alias = ModelDetail['aliases'][number];
export type EndpointOfProject = NonNullable<ModelDetail['project']['endpoints']>['edges'][number]['node'];

/** A revision that serves a version, with the endpoint it belongs to. */
export interface Served {
  readonly endpoint: EndpointOfProject;
  readonly revision: EndpointOfProject['revisions'][number];
}

/** Those that the person may read. */
export function endpointsOf({ project }: ModelDetail): readonly EndpointOfProject[] {
  return project.endpoints?.edges.map(({ node }) => node) ?? [];
}

/** Where a version is or was served, the newest first. */
export function servedBy(model: ModelDetail, versionId: string): Served[] {
  return endpointsOf(model).flatMap((endpoint) =>
    endpoint.revisions
      .filter(({ modelVersion }) => modelVersion?.id === versionId)
      .map((revision) => ({ endpoint, revision }))
      .sort((a, b) => b.revision.number - a.revision.number),
  );
}

export function isLive({ revision }: Served): boolean {
  return revision.status === 'READY' && revision.weight > 0;
}

/** Names that people give to what is in use; the first of them that another version has is the incumbent. */
const IN_USE = ['champion', 'production', 'prod', 'live', 'stable'];

/** What a version has to beat, and why that: an alias, or the traffic that it takes. */
export interface Incumbent {
  readonly why: string;
  readonly target: Pick<Alias['target'], 'id' | 'number' | 'run'>;
}

/**
 * The version that an alias calls the one in use; else the one that takes most traffic of an endpoint, as far as it is
 * among those loaded; else that of any other alias. Null where there is none of them beside the version itself.
 */
export function incumbentOf(
  model: ModelDetail,
  versions: readonly VersionRowFragment[],
  versionId: string,
): Incumbent | null {
  const others = model.aliases.filter(({ target }) => target.id !== versionId);
  const named = IN_USE.flatMap((name) => others.filter((alias) => alias.name === name))[0];
  return (
    (named && ofAlias(named)) ??
    busiest(model, versions, versionId) ??
    (others[0] === undefined ? null : ofAlias(others[0]))
  );
}

function ofAlias({ name, target }: Alias): Incumbent {
  return { why: name, target };
}

function busiest(
  model: ModelDetail,
  versions: readonly VersionRowFragment[],
  versionId: string,
): Incumbent | null {
  const live = versions
    .filter(({ id }) => id !== versionId)
    .flatMap((target) =>
      servedBy(model, target.id)
        .filter(isLive)
        .map(({ endpoint, revision }) => ({ target, endpoint, revision })),
    )
    .sort((a, b) => b.revision.weight - a.revision.weight)[0];
  return live === undefined
    ? null
    : { why: says.takes(live.endpoint.name, live.revision.weight), target: live.target };
}

export function aliasesOf(aliases: readonly Alias[], versionId: string): string[] {
  return aliases.filter(({ target }) => target.id === versionId).map(({ name }) => name);
}

/** The metric that a list of versions shows: one that most of them have and that says how good they are. */
export function mainMetric(versions: readonly VersionRowFragment[]): string | null {
  const counts = new Map<string, number>();
  for (const { run } of versions) {
    for (const { key, value } of run?.metrics ?? []) {
      if (value !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const ranked = [...counts].sort(
    ([a, countA], [b, countB]) => rank(b) - rank(a) || countB - countA || a.localeCompare(b),
  );
  return ranked[0]?.[0] ?? null;
}

function rank(key: string): number {
  const isHeldOut = /test|val|eval|held/i.test(key) ? 1 : 0;
  const direction = directionOf(key);
  return (direction === 'more' ? 4 : direction === 'less' ? 2 : 0) + isHeldOut;
}

/** What the platform looks at when someone decides, as far as it can be known before. */
export interface Gate {
  readonly name: string;
  /** Null: found out at the decision. */
  readonly passed: boolean | null;
  readonly detail: string;
}

export function gatesOf({ signature, run }: PassportFragment): Gate[] {
  const datasets = run?.datasets ?? [];
  const validated = datasets.filter(({ status }) => status === 'VALIDATED').length;
  const hasSignature =
    typeof signature === 'object' && signature !== null && Object.keys(signature).length > 0;
  return [
    {
      name: 'signature',
      passed: hasSignature,
      detail: hasSignature ? says.signatureJsonIsThere : says.noSignatureJson,
    },
    {
      name: 'data',
      passed: datasets.length > 0 && validated === datasets.length,
      detail: datasets.length === 0 ? says.runNamesNo : says.dataSetVersions(validated, datasets.length),
    },
    { name: 'files', passed: null, detail: says.whetherAllAreStored },
  ];
}

/** The last decision on a version; null while there is none. */
export function decisionOf({
  approvals,
}: VersionRowFragment): VersionRowFragment['approvals'][number] | null {
  return approvals.at(-1) ?? null;
}

/** Whether the person registered the version, by the name that the platform keeps of its author. */
export function isAuthor(author: string, username: string): boolean {
  return author.split(', ').includes(username);
}
