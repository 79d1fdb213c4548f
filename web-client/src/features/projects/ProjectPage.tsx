import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import { isHidden, toFailure } from '@/api/failure';
import {
  ProjectMoneyDocument,
  ProjectWorkDocument,
  type ProjectMoneyQuery,
  type ProjectWorkQuery,
} from '@/api/generated/projects';
import { before, monthOf, toPeriod } from '@/format/period';
import { Columns, Stack } from '@/parts/Columns';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { Failed, Hidden } from '@/parts/states';
import { StripSkeleton } from '@/parts/Strip';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { EditProjectDialog } from './EditProjectDialog';
import { ProjectCost } from './ProjectCost';
import { ProjectGlance } from './ProjectGlance';
import { DatasetsPanel, EndpointsPanel, ExperimentsPanel, JobsPanel, ModelsPanel } from './ProjectPanels';

export type ProjectWork = Extract<
  NonNullable<ProjectWorkQuery['node']>,
  { __typename?: 'Project'; slug: string }
>;
export type ProjectMoney = Extract<
  NonNullable<ProjectMoneyQuery['node']>,
  { __typename?: 'Project'; cost: unknown }
>;

/** One project: what it has, what runs, what it costs. */
export function ProjectPage() {
  const { project: id = '' } = useParams();
  const [nowMs] = useState(() => Math.floor(Date.now() / 60_000) * 60_000);
  const periods = useMemo(() => {
    const month = monthOf(nowMs);
    return { month: toPeriod(month), before: toPeriod(before(month, nowMs)) };
  }, [nowMs]);
  const [workAnswer, askWork] = useQuery({ query: ProjectWorkDocument, variables: { id } });
  const [moneyAnswer] = useQuery({ query: ProjectMoneyDocument, variables: { id, ...periods } });
  const [editing, setEditing] = useState(false);
  const work = workAnswer.data?.node as ProjectWork | null | undefined;
  const money = moneyAnswer.data?.node as ProjectMoney | null | undefined;
  const failure = workAnswer.error === undefined ? null : toFailure(workAnswer.error);
  const isGone = work === null || (failure !== null && isHidden(failure));

  if (work == null && (isGone || failure !== null)) {
    return (
      <>
        <PageHead
          title={money?.name ?? 'Project'}
          parents={[{ label: 'Projects', path: paths.projects() }]}
        />
        <Panel>
          {isGone || failure === null ? (
            <Hidden>
              <Button component={Link} to={paths.projects()} variant="default">
                Back to Projects
              </Button>
            </Hidden>
          ) : (
            <Failed
              what="Could not load the project"
              failure={failure}
              onRetry={() => askWork({ requestPolicy: 'network-only' })}
            />
          )}
        </Panel>
      </>
    );
  }
  const mayWrite = workAnswer.data?.viewer.permissions.includes('PROJECT_WRITE') === true;
  return (
    <>
      <PageHead
        title={work?.name ?? money?.name ?? 'Project'}
        parents={[{ label: 'Projects', path: paths.projects() }]}
        meta={
          work == null ? (
            AWAITED
          ) : (
            <>
              <span className="mono">{work.slug}</span>
              <span>
                created <When at={work.createdAt} />
              </span>
              {work.description != null && work.description !== '' && <span>{work.description}</span>}
            </>
          )
        }
        actions={
          mayWrite && (
            <Button variant="default" onClick={() => setEditing(true)}>
              Edit
            </Button>
          )
        }
      />
      {work == null || (moneyAnswer.fetching && money === undefined) ? (
        <StripSkeleton labels={['Spent this month', 'Running now', 'Data sets', 'Models', 'Endpoints']} />
      ) : (
        <ProjectGlance work={work} money={money ?? null} budgets={moneyAnswer.data?.budgets ?? []} />
      )}
      <Columns aside={372}>
        <Stack>
          <JobsPanel jobs={work?.jobs} />
          <ExperimentsPanel experiments={work?.experiments} projectId={id} />
          <DatasetsPanel datasets={work?.datasets} projectId={id} />
        </Stack>
        <Stack>
          <EndpointsPanel endpoints={work?.endpoints} />
          <ModelsPanel models={work?.models} />
          <ProjectCost projectId={id} money={money} failed={moneyAnswer.error !== undefined} />
        </Stack>
      </Columns>
      {editing && work != null && <EditProjectDialog project={work} onClose={() => setEditing(false)} />}
    </>
  );
}
