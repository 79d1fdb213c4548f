import { ActionIcon, Menu, useComputedColorScheme, type MantineColorScheme } from '@mantine/core';
import { Icon, type IconName } from '@/parts/Icon';
import { useScheme } from '@/theme/scheme';

const CHOICES: readonly { scheme: MantineColorScheme; label: string; icon: IconName }[] = [
  { scheme: 'light', label: 'Light', icon: 'sun' },
  { scheme: 'dark', label: 'Dark', icon: 'moon' },
  { scheme: 'auto', label: 'As the system', icon: 'screen' },
];

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

/** The themes as menu items. */
export function ThemeItems() {
  const { colorScheme, setColorScheme } = useScheme();
  return (
    <>
      <Menu.Label>Theme</Menu.Label>
      <Menu.RadioGroup
        value={colorScheme}
        onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}
      >
        {CHOICES.map(({ scheme, label, icon }) => (
          <Menu.RadioItem
            key={scheme}
            value={scheme}
            checkIcon={<Icon name="check" size={14} />}
            rightSection={<Icon name={icon} size={14} />}
          >
            {label}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  );
}
