import { Button } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { isHidden, toFailure } from '@/api/failure';
import { CompareRunsDocument } from '@/api/generated/runs';
import { counted } from '@/format/number';
import { Chip, FilterRow } from '@/parts/Filter';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty, Failed, Hidden, Skeleton } from '@/parts/states';
import { paths } from '@/paths';
import { CompareTable, factRows, metricRows, paramRows } from './compare/compare-tables';
import { CompareCharts } from './compare/CompareCharts';

/** Runs side by side: what was different, and what came of it. The runs stand in the address. */
export function ComparePage() {
  const [search, setSearch] = useSearchParams();
  const ids = (search.get('ids') ?? '').split(',').filter((id) => id !== '');
  const showsAll = search.get('params') === 'all';
  const [{ data, error, fetching }, ask] = useQuery({
    query: CompareRunsDocument,
    variables: { ids },
    pause: ids.length === 0,
  });
  const failure = error === undefined ? null : toFailure(error);
  const comparison = ids.length === 0 ? undefined : data?.compareRuns;
  const runs = comparison?.runs;

  function toggleAll() {
    const next = new URLSearchParams(search);
    if (showsAll) next.delete('params');
    else next.set('params', 'all');
    setSearch(next, { replace: true, preventScrollReset: true });
  }

  return (
    <>
      <PageHead
        title="Compare runs"
        meta={
          runs !== undefined ? (
            <span>{counted(runs.length, 'run', 'runs')}</span>
          ) : (
            fetching && ids.length > 0 && AWAITED
          )
        }
        parents={[{ label: 'Runs', path: paths.runs() }]}
      />
      {ids.length === 0 && (
        <Panel>
          <Empty title="Nothing to compare">
            <p>
              Select runs in a list with their boxes
              <span className="only-wide">
                , or with <kbd>x</kbd>, then press <kbd>c</kbd>
              </span>
              <span className="only-narrow">, then compare them</span>.
            </p>
            <Button component={Link} variant="default" to={paths.runs()}>
              Open runs
            </Button>
          </Empty>
        </Panel>
      )}
      {failure !== null && (
        <Panel>
          {isHidden(failure) ? (
            <Hidden />
          ) : (
            <Failed
              what="Could not compare the runs"
              failure={failure}
              onRetry={() => ask({ requestPolicy: 'network-only' })}
            />
          )}
        </Panel>
      )}
      {ids.length > 0 && runs === undefined && failure === null && (
        <Panel>
          <PanelBody>
            <div role="group" aria-busy="true" aria-label="Loading the comparison">
              <Skeleton width={320} />
            </div>
          </PanelBody>
        </Panel>
      )}
      {comparison !== undefined && runs !== undefined && (
        <>
          <Panel>
            <CompareTable label="Runs" runs={runs} rows={factRows(runs)} />
          </Panel>
          {comparison.metrics.length > 0 && (
            <Panel>
              <CompareTable label="Metrics" runs={runs} rows={metricRows(runs, comparison.metrics)} />
            </Panel>
          )}
          <CompareCharts runs={runs} metrics={comparison.metrics} />
          <FilterRow>
            <Chip label="All parameters" pressed={showsAll} onClick={toggleAll} />
          </FilterRow>
          <Panel>
            {comparison.differingParams.length === 0 && !showsAll ? (
              <Empty title="No parameter differs">
                <p>All of them have the same values in these runs, or none were logged.</p>
              </Empty>
            ) : (
              <CompareTable
                label={showsAll ? 'Parameters' : 'Differing parameters'}
                runs={runs}
                rows={paramRows(runs, comparison.differingParams, showsAll)}
              />
            )}
          </Panel>
        </>
      )}
    </>
  );
}
