import type { ModelRowFragment } from '@/api/generated/models';
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

/** What the list shows of a model: its latest version counts. */
export const MODEL_COLUMNS: readonly Column<ModelRowFragment>[] = [
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
  byColumn(says.registered, ({ latest }) => latest?.author, { width: 140 }),
  whenColumn('registered', 'Registered', ({ latest, createdAt }) => latest?.createdAt ?? createdAt),
];
