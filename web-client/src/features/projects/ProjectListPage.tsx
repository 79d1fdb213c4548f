import { useState } from 'react';
import { ProjectsDocument, type ProjectRowFragment } from '@/api/generated/projects';
import { useAllowed } from '@/api/permissions';
import { ListPage, useList } from '@/parts/list-page';
import { useAsked } from '@/parts/use-asked';
import { paths } from '@/paths';
import { CreateProjectDialog } from './CreateProjectDialog';
import { FirstProject, NoProject } from './FirstProject';
import { PROJECT_COLUMNS } from './project-columns';

/** All projects of the tenant, page by page; the way to a new one. */
export function ProjectListPage() {
  const list = useList({ query: ProjectsDocument, rows: ({ projects }) => projects });
  const [creating, setCreating] = useAsked('create');
  const [created, setCreated] = useState<ProjectRowFragment | null>(null);
  const mayCreate = useAllowed({ everywhere: ['PROJECT_WRITE'] });

  function show(project: ProjectRowFragment) {
    setCreated(project);
    // The list starts anew from its first page: where the new project belongs is the platform's to say.
    list.restart();
  }

  return (
    <ListPage
      title="Projects"
      noun={['project', 'projects']}
      order="first"
      list={list}
      columns={PROJECT_COLUMNS}
      rowPath={({ id }) => paths.project(id)}
      marked={created?.id ?? null}
      placeholder="Name, slug or description"
      csv="keelson-projects"
      create={mayCreate ? { label: 'Create project', icon: 'plus', run: () => setCreating(true) } : null}
      nothing={mayCreate ? <FirstProject onCreated={show} /> : <NoProject />}
    >
      <p role="status" className="sr">
        {created !== null && `Project ${created.name} created`}
      </p>
      {creating && mayCreate && <CreateProjectDialog onClose={() => setCreating(false)} onCreated={show} />}
    </ListPage>
  );
}
