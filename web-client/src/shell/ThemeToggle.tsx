import {
  ActionIcon,
  Menu,
  useComputedColorScheme,
  useMantineColorScheme,
  type MantineColorScheme,
} from '@mantine/core';
import { Icon, type IconName } from '@/parts/Icon';

/** Mantine would switch transitions off for a moment by a style element, which the pages' policy refuses. */
const WITHOUT_STYLE_ELEMENT = { keepTransitions: true };

const CHOICES: readonly { scheme: MantineColorScheme; label: string; icon: IconName }[] = [
  { scheme: 'light', label: 'Light', icon: 'sun' },
  { scheme: 'dark', label: 'Dark', icon: 'moon' },
  { scheme: 'auto', label: 'As the system', icon: 'screen' },
];

export function ThemeToggle() {
  const { setColorScheme } = useMantineColorScheme(WITHOUT_STYLE_ELEMENT);
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
  const { colorScheme, setColorScheme } = useMantineColorScheme(WITHOUT_STYLE_ELEMENT);
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
