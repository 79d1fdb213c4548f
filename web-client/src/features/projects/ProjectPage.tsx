import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { isHidden } from '@/api/failure';
import { useAllowed, type May, type Permission } from '@/api/permissions';
import { ActivityPanel } from '@/parts/activity/ActivityPanel';
import { Columns, Stack } from '@/parts/Columns';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { Failed, Hidden } from '@/parts/states';
import { StripSkeleton } from '@/parts/Strip';
import { useVerbs } from '@/parts/verbs';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { EditProjectDialog } from './EditProjectDialog';
import { ProjectCost } from './ProjectCost';
import { ProjectGlance } from './ProjectGlance';
import { DatasetsPanel, EndpointsPanel, ExperimentsPanel, JobsPanel, ModelsPanel } from './ProjectPanels';
import { Removed, Removing } from './Removal';
import { RemoveProjectDialog } from './RemoveProjectDialog';
import { useProject } from './use-project';
import { words } from './words';

const says = words.page;

/** One project: what it has, what runs, what it costs. */
export function ProjectPage() {
  const { project: id = '' } = useParams();
  // Another project begins anew.
  return <OneProject key={id} id={id} />;
}

function OneProject({ id }: { readonly id: string }) {
  const { project, budgets, may, failure, reload } = useProject(id);
  const [editing, setEditing] = useState(false);
  const [removing, setRemoving] = useState(false);
  const [going, setGoing] = useState<string | null>(null);
  const isStaying = project?.state === 'ACTIVE';
  const mayRemove = useAllowed({ everywhere: ['PROJECT_WRITE'] }) && isStaying;
  const mayStart = isStaying && may('RUN_WRITE') && may('JOB_SUBMIT');
  const navigate = useNavigate();
  useVerbs([
    mayStart && { label: says.startHere, icon: 'play', run: () => void navigate(paths.startRun(id)) },
    mayRemove && { label: says.removeVerb, icon: 'bad', run: () => setRemoving(true) },
  ]);
  // Once it has gone, its page still knows whose it was.
  if (project?.state === 'REMOVING' && going !== project.name) setGoing(project.name);
  const isGone = project === null || (failure !== null && isHidden(failure));

  // What failed to load is not awaited.
  const isShown = (permission: Permission, part: unknown) =>
    may(permission) && (part !== undefined || failure === null);

  if (project == null && isGone && going !== null) return <Removed name={going} />;
  if (project?.removal != null) return <Removing project={project} removal={project.removal} />;
  if (project == null && (isGone || failure !== null)) {
    return (
      <>
        <PageHead title={says.title} parents={[{ label: says.projects, path: paths.projects() }]} />
        <Panel>
          {isGone || failure === null ? (
            <Hidden>
              <Button component={Link} to={paths.projects()} variant="default">
                {says.back}
              </Button>
            </Hidden>
          ) : (
            <Failed what={says.notLoaded} failure={failure} onRetry={reload} />
          )}
        </Panel>
      </>
    );
  }
  return (
    <>
      <PageHead
        title={project?.name ?? says.title}
        parents={[{ label: says.projects, path: paths.projects() }]}
        meta={
          project == null ? (
            AWAITED
          ) : (
            <>
              <span className="mono">{project.slug}</span>
              <span>
                {says.created} <When at={project.createdAt} />
              </span>
              {project.description != null && project.description !== '' && (
                <span>{project.description}</span>
              )}
            </>
          )
        }
        actions={
          (mayRemove || may('PROJECT_WRITE')) && (
            <>
              {mayRemove && (
                <Button variant="default" onClick={() => setRemoving(true)}>
                  {words.remove.button}
                </Button>
              )}
              {may('PROJECT_WRITE') && (
                <Button variant="default" onClick={() => setEditing(true)}>
                  {says.edit}
                </Button>
              )}
            </>
          )
        }
      />
      {project == null ? (
        <StripSkeleton labels={labelsOf(may)} />
      ) : (
        <ProjectGlance project={project} budgets={budgets} />
      )}
      {failure !== null && (
        <Panel>
          <Failed what={says.notAllLoaded} failure={failure} onRetry={reload} />
        </Panel>
      )}
      <Columns aside={372}>
        <Stack>
          {isShown('JOB_READ', project?.jobs) && <JobsPanel jobs={project?.jobs} slug={project?.slug} />}
          {isShown('RUN_READ', project?.experiments) && (
            <ExperimentsPanel experiments={project?.experiments} projectId={id} />
          )}
          {isShown('DATASET_READ', project?.datasets) && (
            <DatasetsPanel datasets={project?.datasets} projectId={id} slug={project?.slug} />
          )}
        </Stack>
        <Stack>
          {isShown('ENDPOINT_READ', project?.endpoints) && (
            <EndpointsPanel endpoints={project?.endpoints} slug={project?.slug} />
          )}
          {isShown('MODEL_READ', project?.models) && (
            <ModelsPanel models={project?.models} slug={project?.slug} />
          )}
          {isShown('COST_READ', project?.cost) && <ProjectCost projectId={id} cost={project?.cost} />}
          {(project !== undefined || failure === null) && (
            <ActivityPanel first={project?.activity} projectId={id} />
          )}
        </Stack>
      </Columns>
      {editing && project != null && (
        <EditProjectDialog project={project} onClose={() => setEditing(false)} />
      )}
      {removing && project != null && (
        <RemoveProjectDialog project={project} onClose={() => setRemoving(false)} />
      )}
    </>
  );
}

function labelsOf(may: May): string[] {
  return [
    ...(may('COST_READ') ? [words.glance.spent] : []),
    ...(may('JOB_READ') ? [words.glance.running] : []),
    ...(may('DATASET_READ') ? [words.glance.datasets] : []),
    ...(may('MODEL_READ') ? [words.glance.models] : []),
    ...(may('ENDPOINT_READ') ? [words.glance.endpoints] : []),
  ];
}
