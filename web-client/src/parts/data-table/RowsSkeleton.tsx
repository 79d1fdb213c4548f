import { Skeleton } from '@/parts/states';
import { flag, type Column } from './column';
import styles from './DataTable.module.css';

interface RowsSkeletonProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly count: number;
  readonly selectable: boolean;
}

const WIDTHS = [148, 96, 184, 120, 132];

/** The rows' final geometry, before they are known. */
export function RowsSkeleton<Row>({ columns, count, selectable }: RowsSkeletonProps<Row>) {
  return (
    <tbody>
      {Array.from({ length: count }, (_, row) => (
        <tr key={row}>
          {selectable && <td data-check />}
          {columns.map(({ id, figures, name, p2 }) => (
            <td
              key={id}
              data-figures={flag(figures)}
              data-first={flag(name)}
              className={p2 === true ? 'only-wide' : undefined}
            >
              <div className={styles.bar}>
                <Skeleton width={figures === true ? 48 : (WIDTHS[row % WIDTHS.length] ?? 120)} />
              </div>
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
