import { Button } from '@mantine/core';
import { useState } from 'react';
import { isHidden, toFailure } from '@/api/failure';
import { ProjectsDocument, type ProjectRowFragment, type ProjectsQuery } from '@/api/generated/projects';
import { useRights } from '@/api/permissions';
import { useSignedIn } from '@/api/session';
import { usePages } from '@/api/use-pages';
import { counted } from '@/format/number';
import { Icon } from '@/parts/Icon';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { Failed, Hidden } from '@/parts/states';
import { useAsked } from '@/parts/use-asked';
import { CreateProjectDialog } from './CreateProjectDialog';
import { FirstProject, NoProject } from './FirstProject';
import { ProjectTable } from './ProjectTable';

/** Rows of one page of the list. */
const PAGE_SIZE = 50;

/** All projects of the tenant, page by page; the way to a new one. */
export function ProjectListPage() {
  const { tenant } = useSignedIn();
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }, ask] = usePages({
    query: ProjectsDocument,
    variables: { first: PAGE_SIZE, after },
  });
  const [creating, setCreating] = useAsked('create');
  const [created, setCreated] = useState<ProjectRowFragment | null>(null);

  function show(project: ProjectRowFragment) {
    setCreated(project);
    // The list starts anew from its first page: where the new project belongs is the platform's to say.
    setAfter(null);
  }

  const failure = error === undefined ? null : toFailure(error);
  const hidden = failure !== null && isHidden(failure);
  const projects = data?.projects;
  const mayCreate = useRights().everywhere.includes('PROJECT_WRITE');
  const isEmpty = projects?.edges.length === 0;
  const isAwaited = projects === undefined && fetching;
  const isListed = projects !== undefined && !isEmpty;

  return (
    <>
      <PageHead
        title="Projects"
        meta={isListed ? <span>{summary(projects, tenant.name)}</span> : isAwaited && AWAITED}
        actions={
          (isListed || isAwaited) &&
          mayCreate && (
            <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setCreating(true)}>
              Create project
            </Button>
          )
        }
      />
      <p role="status" className="sr">
        {created !== null && `Project ${created.name} created`}
      </p>
      {(isListed || isAwaited) && (
        <ProjectTable
          projects={projects?.edges.map((edge) => edge.node)}
          newest={created?.id ?? null}
          more={
            projects?.pageInfo.hasNextPage === true
              ? () => setAfter(projects.pageInfo.endCursor ?? null)
              : null
          }
          loadingMore={fetching}
        />
      )}
      {(isEmpty || failure !== null) && (
        <Panel>
          {isEmpty && (mayCreate ? <FirstProject onCreated={show} /> : <NoProject />)}
          {hidden && <Hidden />}
          {failure !== null && !hidden && (
            <Failed
              what={projects === undefined ? 'Could not load projects' : 'Could not load more projects'}
              failure={failure}
              onRetry={() => ask({ requestPolicy: 'network-only' })}
            />
          )}
        </Panel>
      )}
      <CreateProjectDialog
        opened={creating && mayCreate}
        onClose={() => setCreating(false)}
        onCreated={show}
      />
    </>
  );
}

function summary({ edges, pageInfo }: ProjectsQuery['projects'], tenantName: string): string {
  const shown = edges.length;
  if (pageInfo.hasNextPage) return `The first ${counted(shown, 'project', 'projects')} of ${tenantName}`;
  return `${counted(shown, 'project', 'projects')} in ${tenantName}`;
}
