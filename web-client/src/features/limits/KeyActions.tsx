import { ActionIcon, Button, Menu } from '@mantine/core';
import { Icon } from '@/parts/Icon';
import { endsSoon } from '@/parts/key';
import { useNow } from '@/parts/now';
import type { KeyUse } from './key-use';

interface KeyActionsProps {
  readonly of: KeyUse;
  readonly isUnused: boolean;
  readonly mayRotate: boolean;
  readonly onEnd: () => void;
  readonly onRotate: () => void;
}

/** What a key wants done stands beside it: one that nobody uses ended, one that ends soon replaced. The rest is behind a menu. */
export function KeyActions({ of: key, isUnused, mayRotate, onEnd, onRotate }: KeyActionsProps) {
  const now = useNow();
  if (isUnused) {
    return (
      <Button size="xs" variant="default" color="red" aria-label={`End it: ${key.name}`} onClick={onEnd}>
        End it
      </Button>
    );
  }
  if (endsSoon(key, now) && mayRotate) {
    return (
      <Button size="xs" variant="default" aria-label={`Rotate ${key.name}`} onClick={onRotate}>
        Rotate
      </Button>
    );
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" aria-label={`More for ${key.name}`}>
          <Icon name="more" size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayRotate && <Menu.Item onClick={onRotate}>Rotate</Menu.Item>}
        <Menu.Item color="red" onClick={onEnd}>
          End it
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
