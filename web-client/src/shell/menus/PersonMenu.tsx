import { Menu, type MantineColorScheme } from '@mantine/core';
import { useSignedIn } from '@/api/session';
import { Icon, type IconName } from '@/parts/Icon';
import { paths } from '@/paths';
import { useScheme } from '@/theme/scheme';
import { AtOnce } from './AtOnce';
import type { OpenedMenu } from './LazyMenu';
import styles from './menus.module.css';
import { words } from './words';

const CHOICES: readonly { scheme: MantineColorScheme; label: string; icon: IconName }[] = [
  { scheme: 'light', label: words.themes.light, icon: 'sun' },
  { scheme: 'dark', label: words.themes.dark, icon: 'moon' },
  { scheme: 'auto', label: words.themes.auto, icon: 'screen' },
];

export const PersonMenu: OpenedMenu = ({ target }) => (
  <AtOnce target={target} position="top-start" width={200}>
    <Menu.Dropdown>
      <PersonItems />
    </Menu.Dropdown>
  </AtOnce>
);

/** Who is signed in, the theme, and the way out, for whatever menu holds them. */
export function PersonItems() {
  const { session, operator, signOut } = useSignedIn();
  return (
    <>
      <Menu.Label>
        <span className={styles.email}>{session.email}</span>
      </Menu.Label>
      <Menu.Divider />
      {operator && (
        <Menu.Item component="a" href={paths.operator()} leftSection={<Icon name="gear" size={14} />}>
          {words.operator}
        </Menu.Item>
      )}
      <ThemeItems />
      <Menu.Divider />
      <Menu.Item leftSection={<Icon name="leave" size={14} />} onClick={() => void signOut()}>
        {words.signOut}
      </Menu.Item>
    </>
  );
}

/** The themes as menu items. */
function ThemeItems() {
  const { colorScheme, setColorScheme } = useScheme();
  return (
    <>
      <Menu.Label>{words.theme}</Menu.Label>
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
