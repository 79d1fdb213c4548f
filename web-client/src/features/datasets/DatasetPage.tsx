import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useMutation } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import { OpenDatasetVersionDocument, type RunTransformMutation } from '@/api/generated/datasets';
import { counted, money } from '@/format/number';
import { Banner } from '@/parts/Banner';
import { Columns, Stack } from '@/parts/Columns';
import { Comments } from '@/parts/comments/Comments';
import { FormFailure } from '@/parts/form';
import { Icon } from '@/parts/Icon';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty, Failed, Hidden, LinesSkeleton } from '@/parts/states';
import { Tabs, useTab, type Tab } from '@/parts/Tabs';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { GatePanel } from './checks/GatePanel';
import { SuiteTab } from './checks/SuiteTab';
import { WaiversPanel } from './checks/WaiversPanel';
import { CollectionTab } from './collection/CollectionTab';
import { DatasetVersionView } from './DatasetVersionView';
import { SqlTab } from './transform/SqlTab';
import { useDataset, type DatasetView } from './use-dataset';
import { UsedBy } from './UsedBy';
import { VersionList } from './VersionList';
import { VersionState } from './VersionState';
import { words } from './words';

const says = words.datasetPage;

const TABS: readonly Tab[] = [
  { key: 'versions', label: 'Versions' },
  { key: 'sql', label: 'SQL' },
  { key: 'checks', label: 'Checks' },
  { key: 'collection', label: 'Collection' },
];

type Made = RunTransformMutation['runTransform'];

/** What asking for the same again has saved in all, where the person may see what things cost. */
function savedBy({ transform }: Made): string {
  if (transform?.saved == null) return '';
  const { reuses, saved } = transform;
  const times = counted(reuses, 'time', 'times');
  return says.wasAsked(times, money(saved.amount, saved.currency));
}

/** One data set: what its newest version, or the one in the address, holds, and where it went. */
export function DatasetPage() {
  const { project = '', dataset = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const wanted = Number(search.get('version'));
  const tab = useTab(TABS);
  // What is expected is of the data set, whichever version the address names.
  const number = Number.isInteger(wanted) && wanted > 0 && tab === 'versions' ? wanted : null;
  const { view, fetching, failure, hidden, versionFailure, again } = useDataset(project, dataset, number);
  const [{ fetching: isOpening }, open] = useMutation(OpenDatasetVersionDocument);
  const [refused, setRefused] = useState<Failure | null>(null);
  /** What was asked for, and was there already. */
  const [madeBefore, setMadeBefore] = useState<Made | null>(null);

  async function openVersion() {
    setRefused(null);
    const { error } = await open({ datasetId: dataset }, idempotent(newIdempotencyKey()));
    if (error !== undefined) setRefused(toFailure(error));
    else {
      setSearch({}, { replace: true });
      again();
    }
  }

  function showMade(made: Made) {
    setMadeBefore(made.status === 'MAKING' && made.transform?.reuses === 0 ? null : made);
    const newest = view?.versions[0]?.number ?? 0;
    setSearch(made.number < newest ? { version: String(made.number) } : {});
    again();
  }

  const mayWrite = view?.may('DATASET_WRITE') ?? false;
  const mayTry = view?.may('JOB_SUBMIT') ?? false;
  const openButton = mayWrite && (
    <Button
      // While a version is open, filling and sealing that one is what comes next; each other tab has its own.
      variant={tab !== 'versions' || view?.version?.status === 'OPEN' ? 'default' : 'filled'}
      leftSection={<Icon name="plus" size={14} />}
      loading={isOpening}
      onClick={() => void openVersion()}
    >
      {says.openNewVersion}
    </Button>
  );
  return (
    <>
      <PageHead
        title={view?.dataset.name ?? says.dataSet}
        aside={view?.version != null && <VersionState version={view.version} />}
        meta={view === null ? fetching && AWAITED : <Meta view={view} />}
        actions={
          mayWrite && (
            <>
              {mayTry && tab !== 'sql' && (
                <Button
                  component={Link}
                  to="?tab=sql"
                  variant="default"
                  leftSection={<Icon name="terminal" size={14} />}
                >
                  {says.newVersionBySql}
                </Button>
              )}
              {openButton}
            </>
          )
        }
        parents={view === null ? undefined : parentsOf(view)}
      />
      {madeBefore !== null && madeBefore.id === view?.version?.id && (
        <Banner tone="info">{says.sameStatementMade(madeBefore.number, savedBy(madeBefore))}</Banner>
      )}
      {refused !== null && <FormFailure what={says.couldNotOpen} failure={refused} />}
      {view !== null && failure !== null && (
        <Panel>
          <Failed what={says.couldNotLoadMore} failure={failure} onRetry={again} />
        </Panel>
      )}
      {view !== null && (
        <Tabs label={says.dataSet} tabs={mayTry ? TABS : TABS.filter(({ key }) => key !== 'sql')} />
      )}
      {view === null ? (
        <Panel>
          {hidden && <Hidden />}
          {failure !== null && !hidden && (
            <Failed what={says.couldNotLoad} failure={failure} onRetry={again} />
          )}
          {failure === null && <Loading />}
        </Panel>
      ) : tab === 'checks' ? (
        <SuiteTab view={view} mayWrite={mayWrite} onChanged={again} />
      ) : tab === 'sql' ? (
        mayTry ? (
          <SqlTab view={view} mayWrite={mayWrite} onMade={showMade} />
        ) : (
          <Panel>
            <Hidden />
          </Panel>
        )
      ) : tab === 'collection' ? (
        <CollectionTab view={view} mayWrite={mayWrite} onChanged={again} />
      ) : (
        <Columns aside={300}>
          <Stack>
            {view.version !== null && (
              <DatasetVersionView
                key={view.version.id}
                dataset={view.dataset.name}
                version={view.version}
                versions={view.versions}
                moreVersions={view.moreVersions !== null}
                moreFiles={view.moreFiles}
                mayWrite={mayWrite}
                mayTry={mayTry}
                onChanged={again}
              />
            )}
            {view.version !== null && (
              <Comments
                key={`comments ${view.version.id}`}
                subject={view.version}
                word="version"
                comments={view.version.comments}
                may={view.may}
              />
            )}
            {view.version === null && (
              <Panel>
                {versionFailure !== null ? (
                  <Failed what={says.couldNotLoadVersion} failure={versionFailure} onRetry={again} />
                ) : view.loadingVersion ? (
                  <Loading />
                ) : view.versions.length === 0 ? (
                  <Empty title={says.noVersionYet}>
                    <p>{says.openAVersionUpload}</p>
                    {openButton}
                  </Empty>
                ) : (
                  <Hidden />
                )}
              </Panel>
            )}
          </Stack>
          <Stack>
            {view.version !== null && (
              <GatePanel version={view.version} suite={view.suite} mayWrite={mayWrite} onChanged={again} />
            )}
            {view.version?.validation != null && (
              <WaiversPanel
                version={view.version}
                validation={view.version.validation}
                mayWrite={mayWrite}
                onChanged={again}
              />
            )}
            <VersionList view={view} />
            {view.version !== null && <UsedBy nodes={view.version.usedBy} />}
          </Stack>
        </Columns>
      )}
    </>
  );
}

function Meta({ view: { dataset } }: { readonly view: DatasetView }) {
  return (
    <>
      {dataset.description !== null && dataset.description !== '' && <span>{dataset.description}</span>}
      <span>
        created <When at={dataset.createdAt} />
      </span>
    </>
  );
}

function parentsOf({ dataset: { project } }: DatasetView) {
  return [
    ...(project === undefined ? [] : [{ label: project.name, path: paths.project(project.id) }]),
    { label: says.dataSets, path: paths.datasets() },
  ];
}

function Loading() {
  return (
    <PanelBody>
      <LinesSkeleton label={says.loadingTheDataSet} />
    </PanelBody>
  );
}
