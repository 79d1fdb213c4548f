import { useMemo } from 'react';
import { Link } from 'react-router';
import type { VersionRowFragment } from '@/api/generated/models';
import { metricInColumn, NO_VALUE } from '@/format/number';
import { DataTable, type Column } from '@/parts/data-table';
import { Panel } from '@/parts/Panel';
import { costColumn, linkColumn, stateColumn, textColumn, whenColumn } from '@/parts/table-columns';
import { Tag } from '@/parts/Tag';
import { paths } from '@/paths';
import { aliasesOf, decisionOf, isLive, mainMetric, servedBy, type ModelDetail } from './model';
import styles from './models.module.css';
import type { ModelFound } from './use-model';
import { words } from './words';

const says = words.versionTable;

interface VersionTableProps {
  readonly model: ModelDetail;
  readonly versions: readonly VersionRowFragment[];
  /** Id of the version that the page shows. */
  readonly shown: string;
  readonly more: ModelFound['more'];
}

export function VersionTable({ model, versions, shown, more }: VersionTableProps) {
  const key = useMemo(() => mainMetric(versions), [versions]);
  const columns = useMemo(() => columnsOf(model, key), [model, key]);
  return (
    <Panel title="Versions" end={more === null ? says.all(versions.length) : says.theNewest(versions.length)}>
      <DataTable
        label={says.label}
        noun={['version', 'versions']}
        prefix="v-"
        tools={null}
        height="dense"
        columns={columns}
        rows={versions}
        rowId={({ id }) => id}
        rowPath={({ number }) => paths.model(model.id, number)}
        marked={shown}
        more={more}
      />
    </Panel>
  );
}

function columnsOf(model: ModelDetail, key: string | null): readonly Column<VersionRowFragment>[] {
  return [
    {
      id: 'version',
      header: 'Version',
      name: true,
      width: 128,
      value: ({ number }) => number,
      cell: ({ id, number }) => (
        <span className={styles.tags}>
          <Link to={paths.model(model.id, number)}>v{number}</Link>
          {aliasesOf(model.aliases, id).map((alias) => (
            <Tag key={alias}>{alias}</Tag>
          ))}
        </span>
      ),
    },
    stateColumn(({ status }) => status),
    linkColumn('run', says.fromRun, ({ run }) =>
      run === null ? null : { name: run.name, path: paths.run(run.id) },
    ),
    ...(key === null ? [] : [metricColumn(key)]),
    costColumn(({ run }) => run?.cost, { width: 80 }),
    textColumn('decided', says.decided, (row) => decisionOf(row)?.by, { width: 88 }),
    ...(model.project.endpoints === undefined ? [] : [liveColumn(model)]),
    whenColumn('registered', 'Registered', ({ createdAt }) => createdAt, { width: 100 }),
  ];
}

function liveColumn(model: ModelDetail): Column<VersionRowFragment> {
  return {
    id: 'live',
    p2: true,
    header: 'Live',
    width: 88,
    value: ({ id }) =>
      servedBy(model, id)
        .filter(isLive)
        .map(({ revision }) => `r${revision.number}, ${revision.weight} %`)
        .join('; '),
  };
}

function metricColumn(key: string): Column<VersionRowFragment> {
  const valueOf = ({ run }: VersionRowFragment) =>
    run?.metrics.find((found) => found.key === key)?.value ?? null;
  return {
    id: 'metric',
    header: key,
    figures: true,
    width: 88,
    value: valueOf,
    cell: (row) => {
      const value = valueOf(row);
      return value === null ? NO_VALUE : metricInColumn(value);
    },
  };
}
