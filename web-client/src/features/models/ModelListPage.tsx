import { ModelsDocument } from '@/api/generated/models';
import { ListPage, useFilter, useList, useOfProject } from '@/parts/list-page';
import { stateWord } from '@/parts/State';
import { paths } from '@/paths';
import { MODEL_COLUMNS, stateOf, STATES } from './model-columns';
import { words } from './words';

const says = words.modelListPage;

/** All registered models that the person may see, the newest first. */
export function ModelListPage() {
  const state = useFilter({ param: 'state', label: 'State', values: STATES, word: stateWord, of: stateOf });
  const of = useOfProject();
  const list = useList({
    query: ModelsDocument,
    variables: of.variables,
    rows: ({ models, project }) => (project === null ? null : (models ?? project?.models)),
  });
  return (
    <ListPage
      title="Models"
      noun={['model', 'models']}
      list={list}
      project={{ ...of, name: list.data?.project?.name }}
      columns={MODEL_COLUMNS}
      rowPath={({ id }) => paths.model(id)}
      filters={[state]}
      csv="models"
      glance={(rows) => {
        const waiting = rows.filter(({ latest }) => latest?.status === 'REGISTERED').length;
        return waiting > 0 && <span>{says.awaitingApproval(waiting)}</span>;
      }}
      nothing={{
        title: says.title,
        text: says.text,
        snippet:
          'mutation { registerModelVersion(input: { projectId: "…", runId: "…", artifactPath: "model.onnx", modelName: "wine" }) { number } }',
      }}
    />
  );
}
