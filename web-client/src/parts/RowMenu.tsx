import { ActionIcon, Menu } from '@mantine/core';
import { useRef } from 'react';
import { Icon } from './Icon';
import { words } from './words';

export interface RowAction {
  /** A verb; three dots behind it where a dialog asks first. */
  readonly label: string;
  readonly run: () => void;
  /** It ends or takes something away. */
  readonly danger?: boolean;
}

interface RowMenuProps {
  /** Whose row it is: read aloud. */
  readonly of: string;
  /** False ones are not offered. */
  readonly actions: readonly (RowAction | false | null | undefined)[];
}

/** What can be done with a row, behind one quiet button; `.` opens that of the row the keyboard is at. */
export function RowMenu({ of, actions }: RowMenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const offered = actions.filter(
    (action): action is RowAction => typeof action === 'object' && action !== null,
  );
  if (offered.length === 0) return null;

  function choose(run: () => void) {
    // A dialog gives the focus back to what had it, and the line of the menu is gone by then.
    button.current?.focus();
    run();
  }

  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon ref={button} variant="subtle" aria-label={words.rowMenu(of)} data-row-menu>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {offered.map(({ label, run, danger = false }) => (
          <Menu.Item key={label} data-danger={danger || undefined} onClick={() => choose(run)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
