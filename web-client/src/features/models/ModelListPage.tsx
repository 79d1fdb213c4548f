import { ModelsDocument } from '@/api/generated/models';
import { holds, useRights } from '@/api/permissions';
import { ListPage, useFilter, useList, useOfProject } from '@/parts/list-page';
import { stateWord } from '@/parts/State';
import { paths } from '@/paths';
import { modelColumns, stateOf, STATES } from './model-columns';
import { ModelListGlance } from './ModelListGlance';
import { words } from './words';

const says = words.modelListPage;

/** All registered models that the person may see, the newest first. */
export function ModelListPage() {
  const state = useFilter({ param: 'state', label: 'State', values: STATES, word: stateWord, of: stateOf });
  const of = useOfProject();
  const { somewhere } = useRights();
  const list = useList({
    query: ModelsDocument,
    variables: { endpointRead: holds(somewhere, 'ENDPOINT_READ'), ...of.variables },
    rows: ({ models, project }) => (project === null ? null : (models ?? project?.models)),
  });
  return (
    <ListPage
      title="Models"
      noun={['model', 'models']}
      list={list}
      project={{ ...of, name: list.data?.project?.name }}
      columns={modelColumns(list.rows?.[0])}
      rowPath={({ id }) => paths.model(id)}
      filters={[state]}
      csv="models"
      above={
        list.rows !== undefined &&
        list.rows.length > 0 && <ModelListGlance rows={list.rows} isAll={list.more === null} />
      }
      nothing={{
        title: says.title,
        text: says.text,
        snippet:
          'mutation { registerModelVersion(input: { projectId: "…", runId: "…", artifactPath: "model.onnx", modelName: "wine" }) { number } }',
      }}
    />
  );
}
