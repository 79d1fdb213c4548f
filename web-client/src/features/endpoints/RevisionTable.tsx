import { useMemo } from 'react';
import { Link } from 'react-router';
import { NO_VALUE, percent, rate } from '@/format/number';
import { DataTable, type Column } from '@/parts/data-table';
import { Panel } from '@/parts/Panel';
import { State, stateWord } from '@/parts/State';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import type { RevisionDetail } from './detail';
import styles from './endpoints.module.css';
import { colours, modelName, newestFirst, serving } from './revisions';
import type { TrafficFigures } from './traffic';
import { why } from './why';
import { words } from './words';

const says = words.revisionTable;

interface RevisionTableProps {
  readonly revisions: readonly RevisionDetail[];
  /** Of each by its id, those that were asked something. */
  readonly measured: ReadonlyMap<string, TrafficFigures>;
  /** Of what. */
  readonly note: string;
}

export function RevisionTable({ revisions, measured, note }: RevisionTableProps) {
  const rows = useMemo(() => newestFirst(revisions), [revisions]);
  const columns = useMemo(() => columnsOf(revisions, measured), [revisions, measured]);
  return (
    <Panel title="Revisions" end={note}>
      <WeightBar revisions={revisions} />
      <DataTable
        label={says.label}
        noun={['revision', 'revisions']}
        prefix="r-"
        tools={null}
        height="dense"
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
      />
    </Panel>
  );
}

/** How the traffic is split, at a glance. */
function WeightBar({ revisions }: { readonly revisions: readonly RevisionDetail[] }) {
  const colourOf = colours(revisions);
  const live = serving(revisions);
  if (live.length === 0) return null;
  return (
    <div
      className={styles.weights}
      role="img"
      aria-label={says.weights(live.map(({ number, weight }) => `r${number} ${weight} %`).join(', '))}
    >
      {live.map(({ id, weight }) => (
        <span key={id} data-colour={colourOf.get(id)} style={{ flexGrow: weight }} />
      ))}
    </div>
  );
}

function columnsOf(
  revisions: readonly RevisionDetail[],
  measured: ReadonlyMap<string, TrafficFigures>,
): readonly Column<RevisionDetail>[] {
  const colourOf = colours(revisions);
  const live = serving(revisions);
  // One that was asked nothing has a rate, of none, and nothing else.
  const rateOf = ({ id }: RevisionDetail) => measured.get(id)?.perMinute ?? 0;
  const p95Of = ({ id }: RevisionDetail) => measured.get(id)?.p95Ms ?? null;
  const errorsOf = ({ id }: RevisionDetail) => measured.get(id)?.errorShare ?? null;
  const shown = (value: number | null, text: (known: number) => string) =>
    value === null ? NO_VALUE : text(value);
  return [
    {
      id: 'revision',
      header: 'Revision',
      name: true,
      width: 120,
      value: ({ number }) => number,
      cell: ({ id, number, weight }) => (
        <span className={styles.named}>
          <span className={styles.swatch} data-colour={colourOf.get(id)} aria-hidden="true" />r{number}
          {live.length > 1 && live[0]?.id === id && weight < 50 && <Tag accent>canary</Tag>}
        </span>
      ),
    },
    {
      id: 'model',
      header: 'Model',
      value: (revision) => modelName(revision),
      cell: (revision) =>
        revision.modelVersion === null ? (
          modelName(revision)
        ) : (
          <Link
            className="cut"
            title={modelName(revision)}
            to={paths.model(revision.modelVersion.model.id, revision.modelVersion.number)}
          >
            {modelName(revision)}
          </Link>
        ),
    },
    {
      id: 'state',
      header: 'State',
      width: 84,
      value: ({ status }) => stateWord(status),
      cell: ({ status }) => <State name={status} />,
    },
    ...(revisions.some(({ reason }) => reason !== null) ? [why<RevisionDetail>()] : []),
    {
      id: 'weight',
      header: 'Weight',
      figures: true,
      width: 60,
      value: ({ weight }) => weight,
      cell: ({ weight }) => `${weight} %`,
    },
    {
      id: 'rate',
      header: says.requests,
      unit: '/min',
      figures: true,
      p2: true,
      width: 96,
      value: rateOf,
      cell: (revision) => rate(rateOf(revision)),
    },
    {
      id: 'p95',
      header: 'p95',
      unit: 'ms',
      figures: true,
      p2: true,
      width: 60,
      value: p95Of,
      cell: (revision) => shown(p95Of(revision), rate),
    },
    {
      id: 'errors',
      header: 'Errors',
      figures: true,
      p2: true,
      width: 64,
      value: errorsOf,
      cell: (revision) => shown(errorsOf(revision), (share) => percent(share, 2)),
    },
    {
      id: 'replicas',
      header: 'Replicas',
      figures: true,
      p2: true,
      width: 68,
      value: ({ replicas }) => replicas.filter((replica) => replica.ready).length,
      cell: ({ replicas }) => {
        const running = replicas.filter(({ endedAt }) => endedAt === null);
        return says.of(running.filter((replica) => replica.ready).length, running.length);
      },
    },
    {
      id: 'since',
      header: says.readySince,
      figures: true,
      p2: true,
      width: 100,
      value: ({ readyAt }) => readyAt,
      cell: ({ readyAt }) => (readyAt === null ? NO_VALUE : <When at={readyAt} />),
    },
  ];
}
