import { ActionIcon, useComputedColorScheme } from '@mantine/core';
import { Icon } from '@/parts/Icon';
import { useScheme } from '@/theme/scheme';
import { words } from './words';

export function ThemeToggle() {
  const { setColorScheme } = useScheme();
  const shown = useComputedColorScheme('light', { getInitialValueInEffect: false });
  return (
    <ActionIcon
      variant="subtle"
      aria-label={words.theme}
      onClick={() => setColorScheme(shown === 'dark' ? 'light' : 'dark')}
    >
      <Icon name={shown === 'dark' ? 'moon' : 'sun'} />
    </ActionIcon>
  );
}
