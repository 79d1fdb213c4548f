import { Button } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { isHidden, toFailure } from '@/api/failure';
import { DatasetsDocument } from '@/api/generated/datasets';
import { useRights } from '@/api/permissions';
import { useSignedIn } from '@/api/session';
import { useNamed } from '@/api/use-named';
import { counted } from '@/format/number';
import { DataTable } from '@/parts/data-table';
import { Icon } from '@/parts/Icon';
import { NoneOfProject, OfProject, useOfProject } from '@/parts/OfProject';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { ListFailed } from '@/parts/ListFailed';
import { Panel } from '@/parts/Panel';
import { Empty, Hidden, Snippet } from '@/parts/states';
import { paths } from '@/paths';
import { CreateDatasetDialog } from './CreateDatasetDialog';
import { datasetColumns, datasetPath } from './dataset-columns';

/** Rows of one page of the list. */
const PAGE_SIZE = 50;

/** All data sets that the person may read, the newest first. */
export function DatasetListPage() {
  const { tenant } = useSignedIn();
  const { somewhere } = useRights();
  const of = useOfProject();
  const [{ data, error, fetching }, ask] = useNamed({
    query: DatasetsDocument,
    variables: { first: PAGE_SIZE, ...of.variables },
  });
  const [creating, setCreating] = useState(false);
  const navigate = useNavigate();

  const failure = error === undefined ? null : toFailure(error);
  const project = data?.project;
  const datasets = data?.datasets ?? project?.datasets;
  const hidden = (failure !== null && isHidden(failure)) || project === null;
  const isLoading = datasets === undefined && fetching;
  const rows = datasets?.edges.map(({ node }) => node);
  // Whoever may read no project can choose none.
  const mayCreate = somewhere.includes('PROJECT_READ') && somewhere.includes('DATASET_WRITE');
  const createButton = (
    <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setCreating(true)}>
      Create data set
    </Button>
  );

  return (
    <>
      <PageHead
        title="Data sets"
        meta={
          rows !== undefined && rows.length > 0 ? (
            <span>
              {datasets?.pageInfo.hasNextPage === true && 'The first '}
              {counted(rows.length, 'data set', 'data sets')} of {project?.name ?? tenant.name}
            </span>
          ) : (
            isLoading && AWAITED
          )
        }
        actions={mayCreate && (isLoading || (rows !== undefined && rows.length > 0)) && createButton}
      />
      {(isLoading || rows !== undefined) && !hidden && (
        <DataTable
          label="Data sets"
          noun={['data set', 'data sets']}
          columns={datasetColumns}
          rows={rows}
          rowId={({ id }) => id}
          rowPath={datasetPath}
          csv="data-sets"
          more={
            datasets?.pageInfo.hasNextPage === true
              ? { load: () => of.goOn(datasets.pageInfo.endCursor), loading: fetching }
              : null
          }
          tools={of.isOfOne && <OfProject name={project?.name} />}
          empty={
            project == null ? (
              <NoDatasets>{mayCreate && createButton}</NoDatasets>
            ) : (
              <NoneOfProject what="data sets" name={project.name} />
            )
          }
        />
      )}
      {project === null && (
        <Panel>
          <Hidden />
        </Panel>
      )}
      {failure !== null && (
        <ListFailed
          what="data sets"
          begun={rows !== undefined}
          failure={failure}
          onRetry={() => ask({ requestPolicy: 'network-only' })}
        />
      )}
      <CreateDatasetDialog
        opened={creating}
        onClose={() => setCreating(false)}
        onCreated={(projectId, id) => void navigate(paths.dataset(projectId, id))}
      />
    </>
  );
}

function NoDatasets({ children }: { readonly children: React.ReactNode }) {
  const mutation = 'mutation($i: CreateDatasetInput!) { createDataset(input: $i) { id } }';
  return (
    <Panel>
      <Empty title="No data sets yet">
        <p>
          A data set holds files in versions that never change once they are sealed, so that every run can
          name exactly what it has learned from. Create one here and drop files on it, or use the API.
        </p>
        {children}
        <Snippet>{mutation}</Snippet>
      </Empty>
    </Panel>
  );
}
