import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import {
  ProjectsDocument,
  type ListedProjectFragment,
  type ProjectRowFragment,
  type ProjectsQuery,
} from '@/api/generated/projects';
import { holds, useAllowed, useRights } from '@/api/permissions';
import { sum } from '@/format/amount';
import { monthOf, toPeriod } from '@/format/period';
import { MINUTE_MS } from '@/format/units';
import { ListPage, useList } from '@/parts/list-page';
import { SAMPLE_NEEDS } from '@/parts/sample';
import { useAsked } from '@/parts/use-asked';
import { paths } from '@/paths';
import { CreateProjectDialog } from './CreateProjectDialog';
import { FirstProject, NoProject } from './FirstProject';
import { projectColumns, type ListedProject } from './project-columns';
import { ProjectListGlance } from './ProjectListGlance';
import { words } from './words';

const says = words.list;

const PAGE_SIZE = 50;

/** What the month's report says of the project; nothing where it has no line of it. */
function withCost(project: ListedProjectFragment, cost: ProjectsQuery['cost']): ListedProject {
  const lines = cost?.lines.filter(({ projectId }) => projectId === project.id) ?? [];
  return {
    ...project,
    spent: cost === undefined ? null : sum(lines.map(({ amount }) => amount.amount)),
    currency: cost?.total.currency ?? 'EUR',
  };
}

/** All projects of the tenant, page by page; the way to a new one. */
export function ProjectListPage() {
  const { everywhere } = useRights();
  const [nowMs] = useState(() => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS);
  const variables = useMemo(
    () => ({
      month: toPeriod(monthOf(nowMs)),
      jobRead: holds(everywhere, 'JOB_READ'),
      runRead: holds(everywhere, 'RUN_READ'),
      endpointRead: holds(everywhere, 'ENDPOINT_READ'),
      costRead: holds(everywhere, 'COST_READ'),
    }),
    [nowMs, everywhere],
  );
  const asked = useList({
    query: ProjectsDocument,
    variables,
    pageSize: PAGE_SIZE,
    rows: ({ projects }) => projects,
  });
  const cost = asked.data?.cost;
  const rows = useMemo(() => asked.rows?.map((project) => withCost(project, cost)), [asked.rows, cost]);
  const list = { ...asked, rows };
  const [creating, setCreating] = useAsked('create');
  const [created, setCreated] = useState<ProjectRowFragment | null>(null);
  const mayCreate = useAllowed({ everywhere: ['PROJECT_WRITE'] });
  const mayLoad = useAllowed(SAMPLE_NEEDS);
  const navigate = useNavigate();

  function show(project: ProjectRowFragment) {
    setCreated(project);
    // The list starts anew from its first page: where the new project belongs is the platform's to say.
    list.restart();
  }

  return (
    <ListPage
      title={says.title}
      noun={says.noun}
      order="first"
      list={list}
      columns={projectColumns(rows?.[0])}
      above={
        rows !== undefined &&
        rows.length > 0 && <ProjectListGlance rows={rows} cost={cost} isAll={list.more === null} />
      }
      also={
        mayLoad && rows?.length !== 0
          ? [{ label: says.sample, icon: 'plus', run: () => void navigate(paths.sample()) }]
          : []
      }
      rowPath={({ id }) => paths.project(id)}
      marked={created?.id ?? null}
      placeholder={says.placeholder}
      csv="keelson-projects"
      height="tall"
      create={mayCreate ? { label: words.create, icon: 'plus', run: () => setCreating(true) } : null}
      nothing={mayCreate ? <FirstProject onCreated={show} /> : <NoProject />}
    >
      <p role="status" className="sr">
        {created !== null && says.created(created.name)}
      </p>
      {creating && mayCreate && <CreateProjectDialog onClose={() => setCreating(false)} onCreated={show} />}
    </ListPage>
  );
}
