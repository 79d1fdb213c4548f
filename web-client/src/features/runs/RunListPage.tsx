import { useCallback, useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { RunProgressOfAllDocument, RunsDocument, type RunsQuery } from '@/api/generated/runs';
import { holds, useAllowed } from '@/api/permissions';
import { useRepeat } from '@/api/use-repeat';
import { ListPage, PAGE_SIZE, useNamedList } from '@/parts/list-page';
import { useAnswered, useAsked } from '@/parts/use-asked';
import { paths } from '@/paths';
import { CreateExperimentDialog } from './CreateExperimentDialog';
import { NO_RUNS } from './no-runs';
import { REPEAT_MS, staleRows } from './stale-rows';
import { StartRunDialog } from './start/StartRunDialog';
import { useRunQuestion, useRunTable } from './table/use-run-table';
import { words } from './words';

const says = words.list;

/** Those of some projects, for who may not everywhere. */
function useMayWrite(data: RunsQuery | undefined) {
  const isWriter = useAllowed({ everywhere: ['RUN_WRITE'] });
  const own = useMemo(
    () =>
      new Set(
        data?.runs.edges
          .filter(({ node }) => holds(node.project?.permissions, 'RUN_WRITE'))
          .map(({ node }) => node.id),
      ),
    [data],
  );
  return useCallback(({ id }: { readonly id: string }) => isWriter || own.has(id), [isWriter, own]);
}

/** The newest runs of all experiments that the person may read. */
export function RunListPage() {
  const question = useRunQuestion(null);
  const list = useNamedList({
    query: RunsDocument,
    variables: question.variables,
    rows: ({ runs }) => runs,
  });
  const stale = staleRows(list.data?.runs.edges ?? [], PAGE_SIZE);
  useRepeat(
    RunProgressOfAllDocument,
    { first: PAGE_SIZE, after: null, ...stale, ...question.variables },
    stale === null ? null : REPEAT_MS,
  );
  const { table, bar } = useRunTable(list, question, {
    withExperiment: true,
    mayWrite: useMayWrite(list.data),
  });
  const [starting, setStarting] = useAsked('create');
  const [search] = useSearchParams();
  const answered = useAnswered();
  // Where a project's page leads here to start a run in it.
  const project = search.get('project') ?? undefined;
  const [creating, setCreating] = useState(false);
  // Whoever may read no project can choose none.
  const mayTry = useAllowed({ somewhere: ['PROJECT_READ', 'RUN_WRITE'] });
  const mayStart = useAllowed({ somewhere: ['PROJECT_READ', 'RUN_WRITE', 'JOB_SUBMIT'] });
  const navigate = useNavigate();
  return (
    <ListPage
      {...table}
      title={says.title}
      csv="runs"
      create={mayStart ? { label: says.start, icon: 'play', run: () => setStarting(true) } : null}
      also={mayTry ? [{ label: says.createExperiment, icon: 'plus', run: () => setCreating(true) }] : []}
      nothing={NO_RUNS}
    >
      {bar}
      {starting && mayStart && (
        <StartRunDialog
          // Another project begins anew.
          key={project}
          onClose={() => answered('create', 'project')}
          onStarted={(id) => void navigate(paths.run(id))}
          {...(project === undefined ? {} : { projectId: project })}
        />
      )}
      {creating && (
        <CreateExperimentDialog
          onClose={() => setCreating(false)}
          onCreated={(project, id) => void navigate(paths.experiment(project, id))}
        />
      )}
    </ListPage>
  );
}
