import type { RunDetailFragment } from '@/api/generated/runs';
import { count, metricInColumn, NO_VALUE } from '@/format/number';
import { words } from '@/features/runs/words';
import { KeyValue } from '@/parts/KeyValue';
import { Panel, PanelBody } from '@/parts/Panel';
import table from '@/parts/table.module.css';
import styles from './run.module.css';
import type { PreviousRun } from './use-run';
import { words as ownWords } from './words';

const own = ownWords.facts;

interface ParamsProps {
  readonly run: RunDetailFragment;
  /** What differs from it is told. */
  readonly previous: PreviousRun | null;
}

export function Params({ run: { params }, previous }: ParamsProps) {
  const before = new Map(previous?.params.map(({ key, value }) => [key, value]));
  const differing = params.filter(({ key, value }) => before.has(key) && before.get(key) !== value).length;
  return (
    <Panel
      title={own.params}
      end={
        params.length === 0 ? undefined : differing === 0 || previous === null ? (
          params.length
        ) : (
          <span className="cut" title={previous.name}>
            {words.run.differ(differing, previous.name)}
          </span>
        )
      }
    >
      {params.length === 0 ? (
        <PanelBody>
          <p className="t3">{own.noParam}</p>
        </PanelBody>
      ) : (
        <KeyValue
          facts={params.map(({ key, value }) => ({
            label: key,
            value: (
              <span className="mono">
                {before.has(key) && before.get(key) !== value && (
                  <>
                    <s className={styles.was}>{before.get(key)}</s>{' '}
                  </>
                )}
                {value}
              </span>
            ),
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
    <Panel title={own.metrics} end={metrics.length}>
      <table className={table.table}>
        <caption className="sr">{own.metrics}</caption>
        <thead>
          <tr>
            <th scope="col">{own.metric}</th>
            <th scope="col" data-figures>
              {own.latest}
            </th>
            <th scope="col" data-figures>
              {own.minimum}
            </th>
            <th scope="col" data-figures>
              {own.maximum}
            </th>
            <th scope="col" data-figures className="only-wide">
              {own.step}
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
