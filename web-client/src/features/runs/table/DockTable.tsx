import { Link } from 'react-router';
import type { RunListedFragment } from '@/api/generated/runs';
import compared from '@/features/runs/compare/compare.module.css';
import { differingParams, metricRows, paramRows, type CompareRow } from '@/features/runs/compare/rows';
import { words } from '@/features/runs/compare/words';
import { betterIs } from '@/features/runs/metrics';
import { NO_VALUE } from '@/format/number';
import { LineSample } from '@/parts/chart/LineSample';
import { Money } from '@/parts/Money';
import { Tag } from '@/parts/Tag';
import { paths } from '@/paths';
import styles from './dock.module.css';

const says = words.dock;

/** Metrics beside each other, of those that tell better from worse; the full comparison has all. */
const MOST_METRICS = 3;

interface DockTableProps {
  readonly runs: readonly RunListedFragment[];
  /** The leading one first. */
  readonly metrics: readonly string[];
  readonly ghostId: string | null;
}

/** What came of the runs, best in bold, and the parameters that they differ in: a column a run. */
export function DockTable({ runs, metrics, ghostId }: DockTableProps) {
  const [first] = runs;
  if (first === undefined) return null;
  const told = metrics.filter((key, index) => index === 0 || betterIs(key) !== null).slice(0, MOST_METRICS);
  const differing = differingParams(runs);
  const all = new Set(runs.flatMap(({ params }) => params.map(({ key }) => key))).size;
  const groups = [
    { label: says.outcome, rows: [...metricRows(runs, told, first), costRow(runs)] },
    { label: says.differ(differing.length, all), rows: paramRows(runs, differing, false) },
  ];
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={says.table}>
      <table className={`${compared.table ?? ''} ${styles.table ?? ''}`}>
        <caption className="sr">{says.title(runs.length)}</caption>
        <thead>
          <tr>
            <td />
            {runs.map((run, index) => (
              <th key={run.id} scope="col">
                <span className={compared.run}>
                  <LineSample spec={run.id === ghostId ? { colour: 'ghost' } : {}} index={index} />
                  <Link className="cut" to={paths.run(run.id)} title={run.name}>
                    {run.name}
                  </Link>
                </span>
                {run.id === ghostId && (
                  <div>
                    <Tag>{words.baselineTag}</Tag>
                  </div>
                )}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(({ label, rows }) => (
          <tbody key={label}>
            <tr className={compared.group}>
              <th scope="rowgroup" colSpan={runs.length + 1}>
                {label}
              </th>
            </tr>
            {rows.map(({ key, cells, best }) => (
              <tr key={key}>
                <th scope="row">
                  <div className="cut" title={key}>
                    {key}
                  </div>
                </th>
                {runs.map(({ id }, index) => (
                  <td key={id}>{index === best ? <b>{cells[index]}</b> : cells[index]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

/** Nothing is best of it: what came cheapest may be what was broken off first. */
function costRow(runs: readonly RunListedFragment[]): CompareRow {
  return {
    key: says.cost,
    cells: runs.map(({ cost }) =>
      cost === null ? NO_VALUE : <Money amount={cost.amount} currency={cost.currency} />,
    ),
    best: null,
    differs: true,
  };
}
