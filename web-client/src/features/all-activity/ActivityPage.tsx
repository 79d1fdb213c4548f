import { useMemo } from 'react';
import { AllActivityDocument } from '@/api/generated/all-activity';
import { useProjectNames } from '@/api/project-names';
import { dayLabel } from '@/parts/activity/days';
import { words as activity } from '@/parts/activity/words';
import { ListPage, useList } from '@/parts/list-page';
import { useNow } from '@/parts/now';
import { paths } from '@/paths';
import { activityColumns, withPlaces, type Entry } from './activity-columns';
import { useActivityFilters } from './use-activity-filters';
import { words } from './words';

/** Who did what to which thing in all projects, day by day. */
export function ActivityPage() {
  const list = useList({ query: AllActivityDocument, rows: withPlaces });
  const filters = useActivityFilters(list.rows);
  const { projects } = useProjectNames(list.data?.viewer.permissionsSomewhere);
  const columns = useMemo(
    () => activityColumns((id) => projects.find((project) => project.id === id)?.name),
    [projects],
  );
  const today = new Date(useNow()).toISOString().slice(0, 10);
  const groups = useMemo(
    () => ({
      of: ({ at }: Entry) => dayLabel(at.slice(0, 10), Date.parse(today)),
      none: '',
      note: words.daysSoFar,
      inOrder: true,
    }),
    [today],
  );
  return (
    <ListPage
      title={activity.title}
      parents={[{ label: words.home, path: paths.home() }]}
      noun={words.noun}
      list={list}
      columns={columns}
      rowId={({ cursor }) => cursor}
      groups={groups}
      height="dense"
      placeholder={words.placeholder}
      csv="keelson-activity"
      filters={filters}
      note={<span>{activity.scope}</span>}
      nothing={list.more === null ? activity.none : activity.hidden}
    />
  );
}
