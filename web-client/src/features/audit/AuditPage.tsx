import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { toFailure } from '@/api/failure';
import { AuditLogDocument, type AuditLogQuery } from '@/api/generated/audit';
import { useProjectNames } from '@/api/project-names';
import { usePages } from '@/api/use-pages';
import { counted, NO_VALUE } from '@/format/number';
import { toPeriod } from '@/format/period';
import { exactUtc } from '@/format/time';
import { DataTable, type Column } from '@/parts/data-table';
import { Chip } from '@/parts/Filter';
import { ListFailed } from '@/parts/ListFailed';
import { PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { SettingsTabs } from '@/parts/SettingsTabs';
import { State } from '@/parts/State';
import { Empty } from '@/parts/states';
import { Segments, useTab, type Tab } from '@/parts/Tabs';
import { useAsked } from '@/parts/use-asked';
import { paths } from '@/paths';

const PAGE_SIZE = 100;
const DAY_MS = 86_400_000;
const PERIODS: readonly Tab[] = [
  { key: '7', label: '7 days' },
  { key: '1', label: '24 h' },
  { key: '30', label: '30 days' },
  { key: '90', label: '90 days' },
];

interface Entry {
  readonly cursor: string;
  readonly entry: AuditLogQuery['auditLog']['edges'][number]['node'];
  readonly project: string | null;
}

const COLUMNS: readonly Column<Entry>[] = [
  {
    id: 'at',
    header: 'At',
    unit: 'UTC',
    name: true,
    width: 164,
    value: ({ entry }) => entry.at,
    cell: ({ entry }) => (
      <span className="num" title={exactUtc(entry.at)}>
        {exactUtc(entry.at).slice(0, 16)}
      </span>
    ),
  },
  { id: 'actor', header: 'Who', p2: true, width: 144, value: ({ entry }) => entry.actor },
  { id: 'action', header: 'What', value: ({ entry }) => entry.action },
  {
    id: 'outcome',
    header: 'Outcome',
    width: 104,
    value: ({ entry }) => entry.outcome,
    cell: ({ entry }) => <State name={entry.outcome} />,
  },
  { id: 'detail', header: 'Detail', p2: true, value: ({ entry }) => entry.detail },
  { id: 'project', header: 'Project', p2: true, width: 144, value: ({ project }) => project },
  {
    id: 'request',
    header: 'Request',
    p2: true,
    optional: true,
    value: ({ entry }) => entry.requestId,
    cell: ({ entry }) => <span className="mono">{entry.requestId ?? NO_VALUE}</span>,
  },
  { id: 'address', header: 'From', p2: true, optional: true, value: ({ entry }) => entry.address },
];

/** Who did what, what was refused, and when. */
export function AuditPage() {
  const days = Number(useTab(PERIODS, 'days'));
  const [nowMs] = useState(() => Math.ceil(Date.now() / 60_000) * 60_000);
  const period = useMemo(() => toPeriod({ fromMs: nowMs - days * DAY_MS, toMs: nowMs }), [nowMs, days]);
  const [place, setPlace] = useState<{ readonly of: object; readonly after: string | null }>({
    of: period,
    after: null,
  });
  const after = place.of === period ? place.after : null;
  const [{ data, error, fetching }, ask] = usePages({
    query: AuditLogDocument,
    variables: { period, first: PAGE_SIZE, after },
  });
  const [refusedOnly, setRefusedOnly] = useAsked('refused');
  const failure = error === undefined ? null : toFailure(error);
  const log = data?.auditLog;
  const projects = useProjectNames(data?.viewer.permissionsSomewhere);
  const rows = useMemo(
    () =>
      log?.edges.map(({ cursor, node }) => ({
        cursor,
        entry: node,
        project: projects.find(({ id }) => id === node.projectId)?.name ?? null,
      })),
    [log, projects],
  );
  const refused = useMemo(() => rows?.filter(({ entry }) => entry.outcome === 'DENIED'), [rows]);

  return (
    <>
      <PageHead
        title="Audit log"
        parents={[{ label: 'Settings', path: paths.settings() }]}
        meta={
          <>
            <span>to {exactUtc(period.to).slice(0, 16)} UTC</span>
            {rows !== undefined && rows.length > 0 && (
              <span>
                {counted(rows.length, 'entry', 'entries')} shown, {refused?.length ?? 0} refused
              </span>
            )}
          </>
        }
        actions={<Segments label="Period" tabs={PERIODS} param="days" />}
      />
      <SettingsTabs />
      {failure !== null && (
        <ListFailed
          what="audit entries"
          begun={rows !== undefined}
          failure={failure}
          onRetry={() => ask({ requestPolicy: 'network-only' })}
        />
      )}
      {(rows !== undefined || failure === null) && (
        <DataTable
          label="Audit log"
          noun={['entry', 'entries']}
          columns={COLUMNS}
          rows={refusedOnly ? refused : rows}
          rowId={({ cursor }) => cursor}
          height="dense"
          placeholder="Who, what or detail"
          csv="keelson-audit-log"
          tools={
            <Chip label="Refused only" pressed={refusedOnly} onClick={() => setRefusedOnly(!refusedOnly)} />
          }
          more={
            log?.pageInfo.hasNextPage === true
              ? {
                  load: () => setPlace({ of: period, after: log.pageInfo.endCursor ?? null }),
                  loading: fetching,
                }
              : null
          }
          empty={
            <Panel>
              {rows === undefined || rows.length === 0 ? (
                <Empty title="Nothing happened in this period">
                  <p>Each change stands here with who made it, and each refusal.</p>
                </Empty>
              ) : (
                <Empty title={`None of ${counted(rows.length, 'entry', 'entries')} was refused`}>
                  <p>Everything that was tried in this period was done.</p>
                  <Button variant="default" onClick={() => setRefusedOnly(false)}>
                    Show all
                  </Button>
                </Empty>
              )}
            </Panel>
          }
        />
      )}
    </>
  );
}
