import { counted } from '@/format/number';
import { Icon } from '@/parts/Icon';
import { useIsNarrow } from '@/parts/use-is-narrow';
import { flag, type Column } from './column';
import styles from './DataTable.module.css';
import type { Group } from './groups';
import { words } from './words';

interface GroupRowProps<Row> {
  readonly group: Group<Row>;
  readonly isOpen: boolean;
  /** Its name where it has none. */
  readonly none: string;
  readonly noun: readonly [one: string, many: string];
  readonly columns: readonly Column<Row>[];
  readonly selectable: boolean;
  readonly onToggle: () => void;
}

/** What a group's rows come to, column by column; its button shows them or leaves them out. */
export function GroupRow<Row>(props: GroupRowProps<Row>) {
  const { group, isOpen, none, noun, columns, selectable, onToggle } = props;
  const rows = group.rows.map(({ original }) => original);
  const title = group.name === '' ? words.empty : (group.name ?? none);
  const many = counted(rows.length, noun[0], noun[1], group.isMore);
  const isNarrow = useIsNarrow();
  // Its name has the whole row where nothing stands beside it.
  const isAlone = columns.every(({ summary }) => summary === undefined);
  const shown = columns.filter(({ name, p2 }) => (isAlone ? name : !isNarrow || p2 !== true));
  const span = isAlone ? columns.filter(({ p2 }) => !isNarrow || p2 !== true).length : 1;
  return (
    <tr data-group>
      {selectable && <td data-check />}
      {shown.map(({ id, name, figures, summary }) => (
        <td key={id} colSpan={span} data-figures={flag(figures)} data-first={flag(name)}>
          {name === true ? (
            <button
              type="button"
              className={styles.group}
              aria-expanded={isOpen}
              aria-label={`${title}, ${many}`}
              onClick={onToggle}
            >
              <Icon name={isOpen ? 'down' : 'right'} size={12} />
              <span className="cut" title={title}>
                {title}
              </span>{' '}
              <small>{many}</small>
            </button>
          ) : (
            <div className="cut">{summary?.(rows)}</div>
          )}
        </td>
      ))}
    </tr>
  );
}
