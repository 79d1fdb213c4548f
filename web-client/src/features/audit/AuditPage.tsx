import { useMemo, useState } from 'react';
import { AuditLogDocument } from '@/api/generated/audit';
import { useProjectNames } from '@/api/project-names';
import { toPeriod } from '@/format/period';
import { exactUtc } from '@/format/time';
import { DAY_MS, MINUTE_MS } from '@/format/units';
import { ListPage, useList } from '@/parts/list-page';
import { SettingsTabs } from '@/parts/SettingsTabs';
import { Segments, useTab, type Tab } from '@/parts/Tabs';
import { paths } from '@/paths';
import { auditColumns, withPlaces } from './audit-columns';
import { useAskedEntries, useAuditFilters } from './use-audit-filters';
import { words } from './words';

const PERIODS: readonly Tab[] = ([7, 1, 30, 90] as const).map((days) => ({
  key: `${days}`,
  label: words.periods[days],
}));

/** Who did what, what was refused, and when. */
export function AuditPage() {
  const days = Number(useTab(PERIODS, 'days'));
  const [nowMs] = useState(() => Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS);
  const period = toPeriod({ fromMs: nowMs - days * DAY_MS, toMs: nowMs });
  const filter = useAskedEntries();
  const list = useList({
    query: AuditLogDocument,
    variables: { period, filter },
    pageSize: 100,
    rows: withPlaces,
  });
  const filters = useAuditFilters(list.rows);
  const { projects } = useProjectNames(list.data?.viewer.permissionsSomewhere);
  const columns = useMemo(
    () => auditColumns((id) => projects.find((project) => project.id === id)?.name),
    [projects],
  );
  return (
    <ListPage
      title={words.title}
      parents={[{ label: words.settings, path: paths.settings() }]}
      noun={words.noun}
      list={list}
      columns={columns}
      rowId={({ cursor }) => cursor}
      height="dense"
      placeholder={words.placeholder}
      csv="keelson-audit-log"
      filters={filters}
      glance={(rows) => (
        <span>{words.refused(rows.filter(({ outcome }) => outcome === 'DENIED').length)}</span>
      )}
      note={<span>{words.to(exactUtc(period.to).slice(0, 16))}</span>}
      actions={<Segments label={words.period} tabs={PERIODS} param="days" />}
      above={<SettingsTabs />}
      nothing={words.nothing}
    />
  );
}
