import { Link } from 'react-router';
import { toFailure } from '@/api/failure';
import { ModelsDocument, type ModelRowFragment } from '@/api/generated/models';
import { useSignedIn } from '@/api/session';
import { usePages } from '@/api/use-pages';
import { counted, NO_VALUE } from '@/format/number';
import { DataTable, type Column } from '@/parts/data-table';
import { NoneOfProject, OfProject, useOfProject } from '@/parts/OfProject';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { ListFailed } from '@/parts/ListFailed';
import { Panel } from '@/parts/Panel';
import { State, stateWord } from '@/parts/State';
import { Empty, Hidden, Snippet } from '@/parts/states';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import styles from './models.module.css';

/** Rows of one page of the list. */
const PAGE_SIZE = 50;

const COLUMNS: readonly Column<ModelRowFragment>[] = [
  {
    id: 'name',
    header: 'Model',
    name: true,
    value: ({ name }) => name,
    cell: ({ id, name }) => (
      <Link to={paths.model(id)} className="cut" title={name}>
        {name}
      </Link>
    ),
  },
  {
    id: 'project',
    header: 'Project',
    p2: true,
    value: ({ project }) => project.name,
    cell: ({ project }) => (
      <Link to={paths.project(project.id)} className="cut" title={project.name}>
        {project.name}
      </Link>
    ),
  },
  {
    id: 'version',
    header: 'Latest',
    figures: true,
    width: 72,
    value: ({ latest }) => latest?.number,
    cell: ({ latest }) => (latest === null ? NO_VALUE : `v${latest.number}`),
  },
  {
    id: 'state',
    header: 'State',
    width: 120,
    value: ({ latest }) => (latest === null ? null : stateWord(latest.status)),
    cell: ({ latest }) => (latest === null ? NO_VALUE : <State name={latest.status} />),
  },
  {
    id: 'aliases',
    header: 'Aliases',
    p2: true,
    value: ({ aliases }) => aliases.map(({ name, target }) => `${name} v${target.number}`).join(', '),
    cell: ({ aliases }) =>
      aliases.length === 0 ? (
        NO_VALUE
      ) : (
        <span className={styles.tags}>
          {aliases.map(({ name, target }) => (
            <Tag key={name}>
              {name} v{target.number}
            </Tag>
          ))}
        </span>
      ),
  },
  {
    id: 'by',
    header: 'Registered by',
    p2: true,
    width: 140,
    value: ({ latest }) => latest?.author,
  },
  {
    id: 'registered',
    header: 'Registered',
    figures: true,
    p2: true,
    width: 104,
    value: ({ latest, createdAt }) => latest?.createdAt ?? createdAt,
    cell: ({ latest, createdAt }) => <When at={latest?.createdAt ?? createdAt} />,
  },
];

/** All registered models that the person may see, the newest first. */
export function ModelListPage() {
  const { tenant } = useSignedIn();
  const of = useOfProject();
  const [{ data, error, fetching }, ask] = usePages({
    query: ModelsDocument,
    variables: { first: PAGE_SIZE, ...of.variables },
  });
  const failure = error === undefined ? null : toFailure(error);
  const project = data?.project;
  const models = data?.models ?? project?.models;
  const rows = models?.edges.map(({ node }) => node);
  const pageInfo = models?.pageInfo;
  const waiting = rows?.filter(({ latest }) => latest?.status === 'REGISTERED').length ?? 0;
  return (
    <>
      <PageHead
        title="Models"
        meta={
          rows === undefined
            ? failure === null && project !== null && AWAITED
            : rows.length > 0 && (
                <>
                  <span>
                    {pageInfo?.hasNextPage === true ? 'The newest ' : ''}
                    {counted(rows.length, 'model', 'models')} of {project?.name ?? tenant.name}
                  </span>
                  {waiting > 0 && (
                    <span>{counted(waiting, 'waits for a decision', 'wait for a decision')}</span>
                  )}
                </>
              )
        }
      />
      {failure !== null && (
        <ListFailed
          what="models"
          begun={rows !== undefined}
          failure={failure}
          onRetry={() => ask({ requestPolicy: 'network-only' })}
        />
      )}
      {project === null && (
        <Panel>
          <Hidden />
        </Panel>
      )}
      {(rows !== undefined || failure === null) && project !== null && (
        <DataTable
          label="Models"
          noun={['model', 'models']}
          columns={COLUMNS}
          rows={rows}
          rowId={({ id }) => id}
          rowPath={({ id }) => paths.model(id)}
          csv="models"
          more={
            pageInfo?.hasNextPage === true
              ? { load: () => of.goOn(pageInfo.endCursor), loading: fetching }
              : null
          }
          tools={of.isOfOne && <OfProject name={project?.name} />}
          empty={
            project != null ? (
              <NoneOfProject what="models" name={project.name} />
            ) : (
              <Panel>
                <Empty title="No models yet">
                  <p>
                    A model is what a finished run left, registered under a name, so that people can decide on
                    it and serve it. Register one from a run’s artifacts, or by the API:
                  </p>
                  <Snippet>
                    {
                      'mutation { registerModelVersion(input: { projectId: "…", runId: "…", artifactPath: "model.onnx", modelName: "wine" }) { number } }'
                    }
                  </Snippet>
                </Empty>
              </Panel>
            )
          }
        />
      )}
    </>
  );
}
