import { useNavigate } from 'react-router';
import { DatasetsDocument } from '@/api/generated/datasets';
import { holds, useAllowed, useRights } from '@/api/permissions';
import { ListPage, useFilter, useNamedList, useOfProject } from '@/parts/list-page';
import { stateWord } from '@/parts/State';
import { useAsked } from '@/parts/use-asked';
import { paths } from '@/paths';
import { CreateDatasetDialog } from './CreateDatasetDialog';
import { datasetColumns, datasetPath, stateOf, STATES } from './dataset-columns';
import { DatasetListGlance } from './DatasetListGlance';
import { words } from './words';

const says = words.datasetListPage;

/** All data sets that the person may read, the newest first. */
export function DatasetListPage() {
  const state = useFilter({ param: 'state', label: 'State', values: STATES, word: stateWord, of: stateOf });
  const of = useOfProject();
  const { somewhere } = useRights();
  // Whoever sees but one of the two would take for unused what the other reads.
  const readersSeen = holds(somewhere, 'RUN_READ', 'JOB_READ');
  const list = useNamedList({
    query: DatasetsDocument,
    variables: { readersSeen, ...of.variables },
    rows: ({ datasets, project }) => (project === null ? null : (datasets ?? project?.datasets)),
  });
  const [creating, setCreating] = useAsked('create');
  // Whoever may read no project can choose none.
  const mayCreate = useAllowed({ somewhere: ['PROJECT_READ', 'DATASET_WRITE'] });
  const navigate = useNavigate();
  return (
    <ListPage
      title={says.title}
      noun={[says.one, says.many]}
      list={list}
      project={{ ...of, name: list.data?.project?.name }}
      columns={datasetColumns(list.rows?.[0])}
      rowPath={datasetPath}
      filters={[state]}
      csv="data-sets"
      above={
        list.rows !== undefined &&
        list.rows.length > 0 && <DatasetListGlance rows={list.rows} isAll={list.more === null} />
      }
      create={mayCreate ? { label: says.label, icon: 'plus', run: () => setCreating(true) } : null}
      nothing={{
        title: says.noDataSetsYet,
        text: says.text,
        snippet: 'mutation($i: CreateDatasetInput!) { createDataset(input: $i) { id } }',
      }}
    >
      {creating && mayCreate && (
        <CreateDatasetDialog
          onClose={() => setCreating(false)}
          onCreated={(projectId, id) => void navigate(paths.dataset(projectId, id))}
        />
      )}
    </ListPage>
  );
}
