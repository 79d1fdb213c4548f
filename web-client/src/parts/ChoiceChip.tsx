import { Menu } from '@mantine/core';
import styles from './Filter.module.css';
import { Icon } from './Icon';

interface ChoiceChipProps {
  readonly label: string;
  /** Empty: all of them. */
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  /** What stands where nothing is chosen: "all". */
  readonly none?: string;
  /** Before the others are shown, for those that have to be asked for. */
  readonly onOpen?: () => void;
}

/** One of several as a filter: "Team all", which opens the others. */
export function ChoiceChip({ label, value, options, onChange, none = 'all', onOpen }: ChoiceChipProps) {
  const chosen = options.find((option) => option.value === value);
  return (
    <Menu position="bottom-start" width={220} {...(onOpen === undefined ? {} : { onOpen })}>
      <Menu.Target>
        <button type="button" className={styles.chip} data-chosen={chosen !== undefined || undefined}>
          {label} <b className={`cut ${styles.chosen ?? ''}`}>{chosen?.label ?? none}</b>
          <Icon name="down" size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown className={styles.choices ?? ''}>
        <Menu.RadioGroup value={chosen?.value ?? ''} onChange={onChange}>
          {[{ value: '', label: none }, ...options].map((option) => (
            <Menu.RadioItem
              key={option.value}
              value={option.value}
              checkIcon={<Icon name="check" size={14} />}
              closeMenuOnClick
            >
              <span className={styles.choice}>{option.label}</span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
