import { useMemo } from 'react';
import { Link } from 'react-router';
import { NO_VALUE } from '@/format/number';
import { DataTable, type Column } from '@/parts/data-table';
import { Panel } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { Status } from '@/parts/Status';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import type { RevisionDetail } from './detail';
import { newestFirst } from './revisions';
import { why } from './why';
import { words } from './words';

const says = words.replicaTable;

type Replica = RevisionDetail['replicas'][number] & { readonly revision: number };

/** Ended ones are shown while they are news. */
const SHOWN_ENDED = 5;

/** The replicas that run, and the last that ended with why. */
export function ReplicaTable({ revisions }: { readonly revisions: readonly RevisionDetail[] }) {
  const rows = useMemo(() => {
    const all = newestFirst(revisions).flatMap(({ number, replicas }) =>
      replicas.map((replica) => ({ ...replica, revision: number })),
    );
    const ended = all
      .filter(({ endedAt }) => endedAt !== null)
      .sort((a, b) => Date.parse(b.endedAt ?? '') - Date.parse(a.endedAt ?? ''));
    return [...all.filter(({ endedAt }) => endedAt === null), ...ended.slice(0, SHOWN_ENDED)];
  }, [revisions]);
  return (
    <Panel title="Replicas" end={says.end}>
      <DataTable
        label={says.label}
        noun={['replica', 'replicas']}
        prefix="p-"
        tools={null}
        height="dense"
        columns={COLUMNS}
        rows={rows}
        rowId={({ jobId }) => jobId}
        rowPath={({ jobId }) => paths.job(jobId)}
        empty={
          <Empty title={says.title}>
            <p>{says.noneWasStartedYet}</p>
          </Empty>
        }
      />
    </Panel>
  );
}

function nameOf({ revision, slot }: Replica): string {
  return says.name(revision, slot);
}

const COLUMNS: readonly Column<Replica>[] = [
  {
    id: 'replica',
    header: says.replica,
    name: true,
    width: 136,
    value: nameOf,
    cell: (replica) => (
      <Link to={paths.job(replica.jobId)} className="cut" title={says.jobOf(nameOf(replica))}>
        {nameOf(replica)}
      </Link>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: 96,
    value: ({ ready, endedAt }) => (endedAt === null ? (ready ? 'Ready' : 'Loading') : 'Ended'),
    cell: ({ ready, endedAt }) => <ReplicaState ready={ready} ended={endedAt !== null} />,
  },
  {
    id: 'flight',
    p2: true,
    header: says.header,
    figures: true,
    width: 80,
    value: ({ inFlight }) => inFlight,
    cell: ({ inFlight, endedAt }) => (endedAt === null ? inFlight : NO_VALUE),
  },
  why(),
  {
    id: 'since',
    header: 'Since',
    figures: true,
    p2: true,
    width: 96,
    value: ({ readyAt, createdAt, endedAt }) => endedAt ?? readyAt ?? createdAt,
    cell: ({ readyAt, createdAt, endedAt }) => <When at={endedAt ?? readyAt ?? createdAt} />,
  },
];

function ReplicaState({ ready, ended }: { readonly ready: boolean; readonly ended: boolean }) {
  if (ended) {
    return (
      <Status tone="idle" icon="stop">
        Ended
      </Status>
    );
  }
  return ready ? (
    <Status tone="ok" icon="ok">
      Ready
    </Status>
  ) : (
    <Status tone="run" icon="load">
      Loading
    </Status>
  );
}
