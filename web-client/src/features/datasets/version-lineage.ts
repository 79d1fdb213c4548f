import type { DatasetVersionDetailFragment } from '@/api/generated/datasets';
import { bytes, counted, money } from '@/format/number';
import type { Edge } from '@/parts/lineage/layout';
import type { LineageNode } from '@/parts/lineage/Lineage';
import { paths } from '@/paths';
import { words } from './words';

const says = words.versionLineage;

type Version = DatasetVersionDetailFragment;

export const LINEAGE_COLUMNS = [says.madeFrom, says.madeBy, says.thisVersion, says.readBy] as const;

/** All that read it are listed beside; as many are drawn. */
const MOST_DRAWN = 3;

/** What a version was made from and by, and what read it. */
export function versionLineage(
  version: Version,
  dataset: string,
): { readonly nodes: LineageNode[]; readonly edges: Edge[] } {
  const sources = sourcesOf(version);
  const job = jobOf(version);
  const uses = usesOf(version);
  const maker = job?.id ?? version.id;
  return {
    nodes: [...sources, ...(job === null ? [] : [job]), own(version, dataset), ...uses],
    edges: [
      ...sources.map(({ id }) => ({ from: id, to: maker, kind: 'read' })),
      ...(job === null ? [] : [{ from: job.id, to: version.id, kind: 'produced' }]),
      ...uses.map(({ id }) => ({ from: version.id, to: id, kind: 'read' })),
    ],
  };
}

function own({ id, number, sizeBytes }: Version, dataset: string): LineageNode {
  return {
    id,
    column: 2,
    kind: says.dataSet,
    icon: 'data',
    title: `${dataset} v${number}`,
    lines: sizeBytes === 0 ? [] : [bytes(sizeBytes)],
    // The page's head says how it stands.
    status: null,
    to: null,
  };
}

function sourcesOf({ id, transform, collectedFrom, quarantineOf, createdBy }: Version): LineageNode[] {
  if (transform !== null)
    return transform.inputs.map(({ name, version }) =>
      version === null
        ? source(`${id} ${name}`, says.versionYouMay, [says.as(name)], null)
        : source(
            version.id,
            `${version.dataset.name} v${version.number}`,
            [says.as(name)],
            version.project === undefined
              ? null
              : paths.dataset(version.project.id, version.dataset.id, version.number),
          ),
    );
  if (quarantineOf !== null) {
    const { dataset, number, project } = quarantineOf;
    return [
      source(
        quarantineOf.id,
        `${dataset.name} v${number}`,
        [says.rowsThatFailed],
        project === undefined ? null : paths.dataset(project.id, dataset.id, number),
      ),
    ];
  }
  const origin = {
    id: `${id} origin`,
    column: 0,
    lines: [],
    status: null,
    to: null,
  } as const;
  return collectedFrom === null
    ? [{ ...origin, kind: 'Upload', icon: 'box', title: says.by(createdBy) }]
    : [{ ...origin, kind: 'Events', icon: 'box', title: counted(collectedFrom.rows, 'event', 'events') }];
}

function source(id: string, title: string, lines: readonly string[], to: string | null): LineageNode {
  return { id, column: 0, kind: says.dataSet, icon: 'data', title, lines, status: null, to };
}

function jobOf({ transform }: Version): LineageNode | null {
  const job = transform?.job ?? null;
  if (job === null) return null;
  return {
    id: job.id,
    column: 1,
    kind: 'SQL',
    icon: 'terminal',
    title: 'Transform',
    lines: job.cost === null ? [] : [money(job.cost.amount, job.cost.currency)],
    status: job.status,
    to: paths.job(job.id),
  };
}

function usesOf({ id, usedBy }: Version): LineageNode[] {
  const known = usedBy.flatMap((node) => useOf(node) ?? []);
  if (known.length <= MOST_DRAWN) return known;
  const drawn = known.slice(0, MOST_DRAWN - 1);
  return [
    ...drawn,
    {
      id: `${id} others`,
      column: 3,
      kind: 'Others',
      icon: 'more',
      title: says.more(known.length - drawn.length),
      lines: [says.listedUnderUsed],
      status: null,
      to: null,
    },
  ];
}

function useOf(node: Version['usedBy'][number]): LineageNode | null {
  switch (node.__typename) {
    case 'Run':
      return use(node.id, 'Run', 'run', node.name, node.runStatus, paths.run(node.id));
    case 'Job':
      return use(node.id, 'Job', 'cpu', node.name, node.jobStatus, paths.job(node.id));
    default:
      return null;
  }
}

function use(
  id: string,
  kind: string,
  icon: LineageNode['icon'],
  title: string,
  status: string,
  to: string,
): LineageNode {
  return { id, column: 3, kind, icon, title, lines: [], status, to };
}
