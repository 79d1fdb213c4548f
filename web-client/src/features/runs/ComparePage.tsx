import { Button, NativeSelect } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { CompareRunsDocument, type CompareRunsQuery } from '@/api/generated/runs';
import { Chip, FilterRow } from '@/parts/Filter';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty, NotLoaded, Skeleton } from '@/parts/states';
import { useTab } from '@/parts/Tabs';
import { paths } from '@/paths';
import { CompareCharts } from './compare/CompareCharts';
import { CompareTable, type RowGroup } from './compare/CompareTable';
import { words as says } from './compare/words';
import { Part, PartTabs } from './Part';
import { Plots } from './plots/Plots';
import { words } from './words';
import { factRows, metricRows, paramRows, type ComparedRun } from './compare/rows';

const PARTS = ['table', 'charts', 'plots'] as const;
const TABS = PARTS.map((key) => ({ key, label: says.parts[key] }));
const PART = 'part';

/** Runs side by side: what was different, and what came of it. The runs stand in the address. */
export function ComparePage() {
  const [search, setSearch] = useSearchParams();
  const ids = (search.get('ids') ?? '').split(',').filter((id) => id !== '');
  const part = useTab(TABS, PART);
  const showsAll = search.get('params') === 'all';
  const [{ data, error, fetching }, ask] = useQuery({
    query: CompareRunsDocument,
    variables: { ids },
    pause: ids.length === 0,
  });
  const failure = error === undefined ? null : toFailure(error);
  const comparison = ids.length === 0 ? undefined : data?.compareRuns;
  const runs = comparison?.runs;

  function put(name: string, value: string | null) {
    const next = new URLSearchParams(search);
    if (value === null) next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true, preventScrollReset: true });
  }
  // One that a person chose is drawn as such; the first one, where nobody did, keeps its colour.
  const ghostId = runs?.find(({ id }) => id === search.get('baseline'))?.id ?? null;
  const baseline = runs?.find(({ id }) => id === search.get('baseline')) ?? runs?.[0];

  return (
    <>
      <PageHead
        title={says.title}
        meta={
          runs !== undefined ? <span>{says.count(runs.length)}</span> : fetching && ids.length > 0 && AWAITED
        }
        parents={[{ label: words.list.title, path: paths.runs() }]}
      />
      {ids.length === 0 && (
        <Panel>
          <Empty title={says.none}>
            <p>
              {says.select}
              <span className="only-wide">
                {says.orWith} <kbd>x</kbd>
                {says.thenPress} <kbd>c</kbd>
              </span>
              <span className="only-narrow">{says.thenCompare}</span>.
            </p>
            <Button component={Link} variant="default" to={paths.runs()}>
              {says.open}
            </Button>
          </Empty>
        </Panel>
      )}
      {failure !== null && (
        <Panel>
          <NotLoaded
            what={says.notLoaded}
            failure={failure}
            onRetry={() => ask({ requestPolicy: 'network-only' })}
          />
        </Panel>
      )}
      {ids.length > 0 && runs === undefined && failure === null && (
        <Panel>
          <PanelBody>
            <div role="group" aria-busy="true" aria-label={says.loading}>
              <Skeleton width={320} />
            </div>
          </PanelBody>
        </Panel>
      )}
      {comparison !== undefined && runs !== undefined && baseline !== undefined && (
        <>
          <FilterRow>
            <NativeSelect
              aria-label={says.baseline}
              value={baseline.id}
              onChange={(event) => put('baseline', event.currentTarget.value)}
              data={runs.map(({ id, name }) => ({ value: id, label: says.baselineOf(name) }))}
            />
            <Chip
              label={says.allParams}
              pressed={showsAll}
              onClick={() => put('params', showsAll ? null : 'all')}
            />
          </FilterRow>
          <PartTabs label={says.parts.label} param={PART} tabs={TABS} />
          <Part of="table" open={part}>
            <Panel>
              <CompareTable
                runs={runs}
                baseline={baseline}
                ghostId={ghostId}
                groups={groupsOf(comparison, baseline, showsAll)}
              />
            </Panel>
          </Part>
          <Part of="charts" open={part}>
            <CompareCharts runs={runs} metrics={comparison.metrics} ghostId={ghostId} />
          </Part>
          {runs.length > 1 && (
            <Part of="plots" open={part}>
              <Panel title={words.plots.title}>
                <Plots runs={runs} colours={coloursOf(runs)} baselineId={ghostId} />
              </Panel>
            </Part>
          )}
        </>
      )}
    </>
  );
}

/** As the charts above have them; those beyond the six colours are grey. */
function coloursOf(runs: readonly ComparedRun[]): ReadonlyMap<string, number> {
  return new Map(runs.slice(0, 6).map(({ id }, index) => [id, index + 1]));
}

function groupsOf(
  { runs, metrics, differingParams }: CompareRunsQuery['compareRuns'],
  baseline: ComparedRun,
  showsAll: boolean,
): RowGroup[] {
  return [
    { label: says.runs, rows: factRows(runs, baseline) },
    { label: says.metrics, rows: metricRows(runs, metrics, baseline), none: says.noneLogged },
    {
      label: showsAll ? says.params : says.differingParams,
      rows: paramRows(runs, differingParams, showsAll),
      none: showsAll ? says.noneLogged : says.noneDiffering,
    },
  ];
}
