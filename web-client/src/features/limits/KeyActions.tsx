import { ActionIcon, Button, Menu } from '@mantine/core';
import { Icon } from '@/parts/Icon';
import { endsSoon } from '@/parts/key';
import { useNow } from '@/parts/now';
import type { KeyUse } from './key-use';
import { words } from './words';

const says = words.keys;

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
      <Button size="xs" variant="default" color="red" aria-label={says.endOf(key.name)} onClick={onEnd}>
        {says.end}
      </Button>
    );
  }
  if (endsSoon(key, now) && mayRotate) {
    return (
      <Button size="xs" variant="default" aria-label={says.rotateOf(key.name)} onClick={onRotate}>
        {says.rotate}
      </Button>
    );
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" aria-label={says.moreOf(key.name)}>
          <Icon name="more" size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayRotate && <Menu.Item onClick={onRotate}>{says.rotate}</Menu.Item>}
        <Menu.Item color="red" onClick={onEnd}>
          {says.end}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
