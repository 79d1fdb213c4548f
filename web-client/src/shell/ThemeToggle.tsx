import { ActionIcon, useComputedColorScheme } from '@mantine/core';
import { Icon } from '@/parts/Icon';
import { useScheme } from '@/theme/scheme';

export function ThemeToggle() {
  const { setColorScheme } = useScheme();
  const shown = useComputedColorScheme('light', { getInitialValueInEffect: false });
  return (
    <ActionIcon
      variant="subtle"
      aria-label="Switch between light and dark"
      onClick={() => setColorScheme(shown === 'dark' ? 'light' : 'dark')}
    >
      <Icon name={shown === 'dark' ? 'moon' : 'sun'} />
    </ActionIcon>
  );
}
