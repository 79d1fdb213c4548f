import type { PassportFragment } from '@/api/generated/models';
import { bytes } from '@/format/number';
import { duration } from '@/format/time';
import { shortDigest } from '@/parts/Digest';
import type { Edge } from '@/parts/lineage/layout';
import type { LineageNode } from '@/parts/lineage/Lineage';
import { paths } from '@/paths';
import type { Served } from './model';
import { words } from './words';

const says = words.lineage;

type Node = PassportFragment['lineage']['nodes'][number];

/**
 * What the version was made of, as the platform tells, and what serves it. The revisions come from the project's
 * endpoints: the platform's lineage looks back only.
 */
export function lineageOf(
  version: PassportFragment,
  served: readonly Served[],
  project: { readonly id: string },
): { nodes: LineageNode[]; edges: Edge[] } {
  const known = new Set(version.lineage.nodes.map(({ id }) => id));
  const further = served.filter(({ revision }) => !known.has(revision.id));
  return {
    nodes: [
      ...version.lineage.nodes.flatMap((node) => drawn(node, project) ?? []),
      ...further.map(servedNode),
    ],
    edges: [
      ...version.lineage.edges,
      ...further.map(({ revision }) => ({ from: version.id, to: revision.id, kind: 'served' })),
    ],
  };
}

function drawn(node: Node, project: { readonly id: string }): LineageNode | null {
  switch (node.__typename) {
    case 'DatasetVersion':
      return {
        id: node.id,
        column: 0,
        kind: says.dataSet,
        icon: 'data',
        title: `${node.dataset.name} v${node.number}`,
        lines: [bytes(node.sizeBytes), node.digest === null ? says.notSealedYet : shortDigest(node.digest)],
        status: node.datasetStatus,
        to: paths.dataset(project.id, node.dataset.id, node.number),
      };
    case 'Run':
      return {
        id: node.id,
        column: 1,
        kind: 'Run',
        icon: 'run',
        title: node.name,
        lines: [says.by(node.createdBy), took(node.startedAt, node.endedAt)],
        status: node.runStatus,
        to: paths.run(node.id),
      };
    case 'Job':
      return {
        id: node.id,
        column: 1,
        kind: 'Job',
        icon: 'cpu',
        title: node.jobName,
        lines: [
          `${node.resources.cpus} ${node.resources.cpus === 1 ? 'core' : 'cores'}, ${bytes(node.resources.memoryBytes)}`,
          took(node.startedAt, node.endedAt),
        ],
        status: node.jobStatus,
        to: paths.job(node.id),
      };
    case 'ModelVersion':
      return {
        id: node.id,
        column: 2,
        kind: says.modelVersion,
        icon: 'model',
        title: `${node.modelName} v${node.number}`,
        lines: [`${node.format}, ${bytes(node.sizeBytes)}`],
        status: node.modelStatus,
        to: null,
      };
    case 'Revision':
      return revisionNode(node, node.endpoint, node.revisionStatus);
    default:
      return null;
  }
}

function servedNode({ endpoint, revision }: Served): LineageNode {
  return revisionNode(revision, endpoint, revision.status);
}

function revisionNode(
  { id, number, weight }: { readonly id: string; readonly number: number; readonly weight: number },
  endpoint: { readonly id: string; readonly name: string } | null,
  status: string,
): LineageNode {
  const isServing = status === 'READY';
  return {
    id,
    column: 3,
    kind: says.endpointRevision,
    icon: 'serve',
    title: `${endpoint?.name ?? 'endpoint'} r${number}`,
    lines: [isServing ? says.itsTraffic(weight) : says.noTraffic],
    status,
    to: endpoint === null ? null : paths.endpoint(endpoint.id),
  };
}

function took(startedAt: string | null, endedAt: string | null): string {
  if (startedAt === null) return says.notStarted;
  if (endedAt === null) return says.notEnded;
  return duration(Date.parse(endedAt) - Date.parse(startedAt));
}

/** `sha256:9f2c41aa…` */
