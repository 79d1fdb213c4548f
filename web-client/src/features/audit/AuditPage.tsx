import { useMemo, useState } from 'react';
import { AuditLogDocument } from '@/api/generated/audit';
import { useProjectNames } from '@/api/project-names';
import { toPeriod } from '@/format/period';
import { exactUtc } from '@/format/time';
import { ListPage, useFilter, useList } from '@/parts/list-page';
import { SettingsTabs } from '@/parts/SettingsTabs';
import { stateWord } from '@/parts/State';
import { Segments, useTab, type Tab } from '@/parts/Tabs';
import { paths } from '@/paths';
import { auditColumns, withPlaces, type Entry } from './audit-columns';

const DAY_MS = 86_400_000;
const PERIODS: readonly Tab[] = [
  { key: '7', label: '7 days' },
  { key: '1', label: '24 h' },
  { key: '30', label: '30 days' },
  { key: '90', label: '90 days' },
];
const OUTCOMES = ['DONE', 'DENIED', 'FAILED'] as const;

/** Who did what, what was refused, and when. */
export function AuditPage() {
  const days = Number(useTab(PERIODS, 'days'));
  const [nowMs] = useState(() => Math.ceil(Date.now() / 60_000) * 60_000);
  const period = toPeriod({ fromMs: nowMs - days * DAY_MS, toMs: nowMs });
  const list = useList({ query: AuditLogDocument, variables: { period }, pageSize: 100, rows: withPlaces });
  const filters = useAuditFilters(list.rows);
  const projects = useProjectNames(list.data?.viewer.permissionsSomewhere);
  const columns = useMemo(
    () => auditColumns((id) => projects.find((project) => project.id === id)?.name),
    [projects],
  );
  return (
    <ListPage
      title="Audit log"
      parents={[{ label: 'Settings', path: paths.settings() }]}
      noun={['audit entry', 'audit entries']}
      list={list}
      columns={columns}
      rowId={({ cursor }) => cursor}
      height="dense"
      placeholder="Who, what or detail"
      csv="keelson-audit-log"
      filters={filters}
      glance={(rows) => <span>{rows.filter(({ outcome }) => outcome === 'DENIED').length} refused</span>}
      note={<span>to {exactUtc(period.to).slice(0, 16)} UTC</span>}
      actions={<Segments label="Period" tabs={PERIODS} param="days" />}
      above={<SettingsTabs />}
      nothing={{
        title: 'Nothing happened in this period',
        text: 'Each change stands here with who made it, and each refusal.',
      }}
    />
  );
}

function useAuditFilters(rows: readonly Entry[] | undefined) {
  const actors = useMemo(() => distinct(rows?.map(({ actor }) => actor)), [rows]);
  const actions = useMemo(() => distinct(rows?.map(({ action }) => action)), [rows]);
  const word = (value: string) => value;
  return [
    useFilter({
      param: 'outcome',
      label: 'Outcome',
      values: OUTCOMES,
      word: stateWord,
      of: ({ outcome }: Entry) => outcome,
    }),
    useFilter({ param: 'actor', label: 'Who', values: actors, word, of: ({ actor }: Entry) => actor }),
    useFilter({ param: 'action', label: 'What', values: actions, word, of: ({ action }: Entry) => action }),
  ];
}

function distinct(values: readonly string[] = []): readonly string[] {
  return [...new Set(values)].sort((a, b) => a.localeCompare(b, 'en'));
}
