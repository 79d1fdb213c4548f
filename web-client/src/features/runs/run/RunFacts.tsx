import type { RunDetailFragment } from '@/api/generated/runs';
import { count, metricInColumn, NO_VALUE } from '@/format/number';
import { KeyValue } from '@/parts/KeyValue';
import { Panel, PanelBody } from '@/parts/Panel';
import table from '@/parts/table.module.css';

export function Params({ run: { params } }: { readonly run: RunDetailFragment }) {
  return (
    <Panel title="Parameters" end={params.length === 0 ? undefined : params.length}>
      {params.length === 0 ? (
        <PanelBody>
          <p className="t3">None logged.</p>
        </PanelBody>
      ) : (
        <KeyValue
          facts={params.map(({ key, value }) => ({
            label: key,
            value: <span className="mono">{value}</span>,
          }))}
        />
      )}
    </Panel>
  );
}

/** Latest, least and greatest of each metric. */
export function Metrics({ run: { metrics } }: { readonly run: RunDetailFragment }) {
  if (metrics.length === 0) return null;
  return (
    <Panel title="Metrics" end={metrics.length}>
      <table className={table.table}>
        <caption className="sr">Metrics</caption>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col" data-figures>
              Latest
            </th>
            <th scope="col" data-figures>
              Minimum
            </th>
            <th scope="col" data-figures>
              Greatest
            </th>
            <th scope="col" data-figures className="only-wide">
              Step
            </th>
          </tr>
        </thead>
        <tbody>
          {metrics.map(({ key, value, min, max, step }) => (
            <tr key={key}>
              <td data-name>
                <div className="cut" title={key}>
                  {key}
                </div>
              </td>
              <td data-figures>{shown(value)}</td>
              <td data-figures>{shown(min)}</td>
              <td data-figures>{shown(max)}</td>
              <td data-figures className="only-wide">
                {count(step)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function shown(value: number | null): string {
  return value === null ? NO_VALUE : metricInColumn(value);
}
