import { useCallback, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import {
  ExperimentDocument,
  RunProgressOfExperimentDocument,
  type ExperimentQuery,
  type RunOrderInput,
} from '@/api/generated/runs';
import { holds } from '@/api/permissions';
import { useRepeat } from '@/api/use-repeat';
import { ListPage, useNamedList } from '@/parts/list-page';
import { Tag } from '@/parts/Tag';
import { paths } from '@/paths';
import { isKey } from './filter/condition';
import { NO_RUNS } from './no-runs';
import { REPEAT_MS, staleRows } from './stale-rows';
import { StartRunDialog } from './start/StartRunDialog';
import { METRIC_COLUMN } from './table/run-columns';
import { useRunQuestion, useRunTable } from './table/use-run-table';
import { words } from './words';

const says = words.list;

const PAGE_SIZE = 100;

/** The runs of one experiment: which is best, and at what cost. */
export function ExperimentPage() {
  const { project = '', experiment = '' } = useParams();
  const question = useRunQuestion(experiment);
  const listed = { experiment, orderBy: useOrder(), ...question.variables };
  const list = useNamedList({
    query: ExperimentDocument,
    variables: { ...listed, project },
    pageSize: PAGE_SIZE,
    rows: (data) => experimentIn(data)?.runs ?? null,
  });
  const found = list.data === undefined ? null : experimentIn(list.data);
  const stale = staleRows(found?.runs.edges ?? [], PAGE_SIZE);
  useRepeat(
    RunProgressOfExperimentDocument,
    { ...listed, first: PAGE_SIZE, after: null, ...stale },
    stale === null ? null : REPEAT_MS,
  );
  const isWriter = holds(list.data?.viewer.permissions, 'RUN_WRITE');
  const mayWrite = useCallback(() => isWriter, [isWriter]);
  const { table, bar } = useRunTable(list, question, { mayWrite });
  const [starting, setStarting] = useState(false);
  const maySubmit = holds(list.data?.viewer.permissions, 'JOB_SUBMIT');
  const navigate = useNavigate();
  return (
    <ListPage
      {...table}
      title={found?.name ?? says.experiment}
      parents={
        found?.project === undefined
          ? undefined
          : [{ label: found.project.name, path: paths.project(found.project.id) }]
      }
      order="first"
      of={found?.name}
      csv={found?.name ?? 'runs'}
      glance={() =>
        found?.tags.map(({ key, value }) => (
          <Tag key={key}>
            {key}: {value}
          </Tag>
        ))
      }
      create={
        maySubmit
          ? { label: says.start, inPalette: says.startHere, icon: 'play', run: () => setStarting(true) }
          : null
      }
      nothing={NO_RUNS}
    >
      {bar}
      {starting && (
        <StartRunDialog
          onClose={() => setStarting(false)}
          onStarted={(id) => void navigate(paths.run(id))}
          projectId={project}
          experiment={{ id: experiment, name: found?.name ?? says.thisExperiment }}
        />
      )}
    </ListPage>
  );
}

function experimentIn({ node }: ExperimentQuery) {
  return node?.__typename === 'Experiment' ? node : null;
}

/** A table sorted by a metric is sorted by the platform, so that the best of all runs come first. */
function useOrder(): RunOrderInput | null {
  const [search] = useSearchParams();
  const sort = search.get('sort') ?? '';
  const descending = sort.startsWith('-');
  const column = descending ? sort.slice(1) : sort;
  const key = column.startsWith(METRIC_COLUMN) ? column.slice(METRIC_COLUMN.length) : '';
  return isKey(key) ? { key, direction: descending ? 'DESC' : 'ASC' } : null;
}
