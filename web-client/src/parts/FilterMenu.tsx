import { Menu } from '@mantine/core';
import chip from './Filter.module.css';
import styles from './FilterMenu.module.css';
import { Icon } from './Icon';
import { NO_VALUE } from '@/format/number';

interface FilterMenuProps {
  /** What is picked by: "State". */
  readonly label: string;
  readonly options: readonly {
    readonly value: string;
    readonly word: string;
    /** Undefined where it is not known. */
    readonly count: number | undefined;
  }[];
  /** None: all of them. */
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  /** What was counted. */
  readonly note: string;
}

/** So many are named on the button. */
const NAMED = 2;

/** Several of several as a filter: "State Running, Failed", which opens all of them with how many there are of each. */
export function FilterMenu({ label, options, chosen, onChange, note }: FilterMenuProps) {
  const words = options.filter(({ value }) => chosen.includes(value)).map(({ word }) => word);
  const shown =
    words.length === 0
      ? 'all'
      : words.length <= NAMED
        ? words.join(', ')
        : `${words.length} of ${options.length}`;
  return (
    <Menu position="bottom-start" width={240} closeOnItemClick={false}>
      <Menu.Target>
        <button type="button" className={chip.chip} data-chosen={words.length > 0 || undefined}>
          {label} <b className={`cut ${chip.chosen ?? ''}`}>{shown}</b>
          <Icon name="down" size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown className={styles.menu ?? ''}>
        <Menu.CheckboxGroup value={[...chosen]} onChange={onChange}>
          {options.map(({ value, word, count }) => (
            <Menu.CheckboxItem
              key={value}
              value={value}
              checkIcon={<Icon name="check" size={14} />}
              rightSection={<span className={styles.count}>{count ?? NO_VALUE}</span>}
            >
              <span className={styles.word}>{word}</span>
            </Menu.CheckboxItem>
          ))}
        </Menu.CheckboxGroup>
        <p className={styles.note}>{note}</p>
        {words.length > 0 && (
          <Menu.Item closeMenuOnClick onClick={() => onChange([])}>
            Clear filter
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
