import type { ModelRowFragment } from '@/api/generated/models';
import { Link } from 'react-router';
import { bestMetric } from '@/format/best-metric';
import { NO_VALUE } from '@/format/number';
import type { Column } from '@/parts/data-table';
import {
  byColumn,
  metricColumn,
  nameColumn,
  projectColumn,
  stateColumn,
  versionColumn,
  whenColumn,
} from '@/parts/table-columns';
import { Tag } from '@/parts/Tag';
import { paths } from '@/paths';
import styles from './models.module.css';
import { words } from './words';

const says = words.modelColumns;

/** Of the latest version. */
export const STATES = ['REGISTERED', 'APPROVED', 'REJECTED', 'ARCHIVED', 'NO_VERSION'] as const;

export function stateOf({ latest }: ModelRowFragment): (typeof STATES)[number] {
  return latest?.status ?? 'NO_VERSION';
}

type Live = NonNullable<ModelRowFragment['liveRevisions']>[number];

/** Where it answers, with the most traffic first; a revision without its endpoint leads nowhere. */
export function liveOf({ liveRevisions }: ModelRowFragment) {
  return (liveRevisions ?? []).flatMap(({ endpoint, ...revision }: Live) =>
    endpoint === null ? [] : [{ ...revision, endpoint }],
  );
}

/** Whether any of its traffic goes to the latest version. */
export function servesLatest(model: ModelRowFragment): boolean {
  return liveOf(model).some(({ modelVersion }) => modelVersion?.id === model.latest?.id);
}

/** Columns of what the person may see of every model: its latest version counts. */
export function modelColumns(first: ModelRowFragment | undefined): readonly Column<ModelRowFragment>[] {
  return COLUMNS.filter(({ id }) => id !== LIVE.id || first?.liveRevisions !== undefined);
}

const LIVE: Column<ModelRowFragment> = {
  id: 'live',
  header: says.live,
  p2: true,
  width: 176,
  value: (model) => liveOf(model)[0]?.endpoint.name,
  cell: (model) => {
    const live = liveOf(model);
    const [most] = live;
    if (most === undefined) return NO_VALUE;
    const others = new Set(live.map(({ endpoint }) => endpoint.id)).size - 1;
    return (
      <Link to={paths.endpoint(most.endpoint.id)} title={live.map(said).join('; ')} className="cut">
        {most.endpoint.name}{' '}
        {most.modelVersion !== null && <span className="t3">v{most.modelVersion.number}</span>}
        {others > 0 && says.others(others)}
      </Link>
    );
  },
};

function said({ endpoint, modelVersion, weight }: ReturnType<typeof liveOf>[number]): string {
  return says.liveAs(endpoint.name, modelVersion?.number ?? null, weight);
}

const COLUMNS: readonly Column<ModelRowFragment>[] = [
  nameColumn(
    'Model',
    ({ name }) => name,
    ({ id }) => paths.model(id),
  ),
  projectColumn(({ project }) => project),
  versionColumn('Latest', ({ latest }) => latest?.number),
  stateColumn(({ latest }) => latest?.status, { width: 120 }),
  {
    id: 'aliases',
    header: 'Aliases',
    p2: true,
    value: ({ aliases }) => aliases.map(({ name, target }) => `${name} v${target.number}`).join(', '),
    cell: ({ aliases }) =>
      aliases.length === 0 ? (
        NO_VALUE
      ) : (
        <span className={styles.tags}>
          {aliases.map(({ name, target }) => (
            <Tag key={name}>
              {name} v{target.number}
            </Tag>
          ))}
        </span>
      ),
  },
  metricColumn(
    says.metric,
    ({ latest }) => (latest?.run == null ? null : bestMetric([latest.run])),
    ({ key, runName }) => says.metricOf(key, runName),
    { width: 150 },
  ),
  LIVE,
  byColumn(says.registered, ({ latest }) => latest?.author, { optional: true, width: 140 }),
  whenColumn('registered', 'Registered', ({ latest, createdAt }) => latest?.createdAt ?? createdAt),
];
