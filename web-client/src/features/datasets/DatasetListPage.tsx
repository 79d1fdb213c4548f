import { useNavigate } from 'react-router';
import { DatasetsDocument } from '@/api/generated/datasets';
import { useAllowed } from '@/api/permissions';
import { ListPage, useFilter, useNamedList, useOfProject } from '@/parts/list-page';
import { stateWord } from '@/parts/State';
import { useAsked } from '@/parts/use-asked';
import { paths } from '@/paths';
import { CreateDatasetDialog } from './CreateDatasetDialog';
import { DATASET_COLUMNS, datasetPath, stateOf, STATES } from './dataset-columns';
import { words } from './words';

const says = words.datasetListPage;

/** All data sets that the person may read, the newest first. */
export function DatasetListPage() {
  const state = useFilter({ param: 'state', label: 'State', values: STATES, word: stateWord, of: stateOf });
  const of = useOfProject();
  const list = useNamedList({
    query: DatasetsDocument,
    variables: of.variables,
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
      columns={DATASET_COLUMNS}
      rowPath={datasetPath}
      filters={[state]}
      csv="data-sets"
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
