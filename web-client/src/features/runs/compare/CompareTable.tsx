import { Fragment } from 'react';
import { Link } from 'react-router';
import { NO_VALUE } from '@/format/number';
import { LineSample } from '@/parts/chart/LineSample';
import { Tag } from '@/parts/Tag';
import { paths } from '@/paths';
import styles from './compare.module.css';
import type { Difference } from './difference';
import type { ComparedRun, CompareRow } from './rows';
import { words as says } from './words';

export interface RowGroup {
  readonly label: string;
  readonly rows: readonly CompareRow[];
  /** In place of rows. */
  readonly none?: string;
}

interface CompareTableProps {
  readonly runs: readonly ComparedRun[];
  readonly baseline: ComparedRun;
  /** The one that is drawn dashed and grey. */
  readonly ghostId?: string | null;
  readonly groups: readonly RowGroup[];
}

/**
 * Everything of all runs in one table, so that a run is one column from top to bottom; beside each but the baseline what
 * it differs by. The first column stays when the table scrolls sideways.
 */
export function CompareTable({ runs, baseline, ghostId = null, groups }: CompareTableProps) {
  const span = 2 * runs.length;
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={says.table}>
      <table className={styles.table}>
        <caption className="sr">{says.caption(baseline.name)}</caption>
        <thead>
          <tr>
            <td />
            {runs.map((run, index) => (
              <th key={run.id} scope="colgroup" colSpan={run === baseline ? 1 : 2}>
                <span className={styles.run}>
                  <LineSample spec={run.id === ghostId ? { colour: 'ghost' } : {}} index={index} />
                  <Link className="cut" to={paths.run(run.id)} title={run.name}>
                    {run.name}
                  </Link>
                </span>
              </th>
            ))}
          </tr>
          <tr className={styles.under}>
            <td />
            {runs.map((run) =>
              run === baseline ? (
                <th key={run.id} scope="col">
                  <Tag>{says.baselineTag}</Tag>
                </th>
              ) : (
                <Fragment key={run.id}>
                  <th scope="col">{says.value}</th>
                  <th scope="col">{says.difference}</th>
                </Fragment>
              ),
            )}
          </tr>
        </thead>
        {groups.map(({ label, rows, none }) => (
          <tbody key={label}>
            <tr className={styles.group}>
              <th scope="rowgroup">{label}</th>
              <td colSpan={span - 1}>{rows.length === 0 && none}</td>
            </tr>
            {rows.map((row) => (
              <Row key={row.key} row={row} runs={runs} baseline={baseline} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function Row({
  row,
  runs,
  baseline,
}: Pick<CompareTableProps, 'runs' | 'baseline'> & { readonly row: CompareRow }) {
  const { key, cells, differences, best, differs } = row;
  return (
    <tr data-same={!differs || undefined}>
      <th scope="row">
        <div className="cut" title={key}>
          {key}
        </div>
      </th>
      {runs.map((run, index) => {
        const cell = <td>{index === best ? <b>{cells[index]}</b> : cells[index]}</td>;
        return (
          <Fragment key={run.id}>
            {cell}
            {run !== baseline && (
              <td className={styles.difference}>
                {differences !== undefined && <Differs difference={differences[index] ?? null} />}
              </td>
            )}
          </Fragment>
        );
      })}
    </tr>
  );
}

function Differs({ difference }: { readonly difference: Difference | null }) {
  if (difference === null) return NO_VALUE;
  const { text, word } = difference;
  return (
    <span data-word={word ?? undefined}>
      {text}
      {word !== null && ` ${word}`}
    </span>
  );
}
