import { Menu, type MenuProps } from '@mantine/core';
import {
  cloneElement,
  useLayoutEffect,
  useRef,
  useState,
  type ComponentProps,
  type ReactElement,
} from 'react';

interface AtOnceProps extends MenuProps {
  /** Takes the place of one that was pressed before there was a menu. */
  readonly target: ReactElement<ComponentProps<'button'>>;
}

/** A menu that is open from the moment it is there; its button gets the focus that the one before had. */
export function AtOnce({ target, children, ...menu }: AtOnceProps) {
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    button.current?.focus({ preventScroll: true });
    // What has the focus as it opens is what the menu gives it back to.
    const frame = requestAnimationFrame(() => setOpened(true));
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <Menu {...menu} opened={opened} onChange={setOpened}>
      <Menu.Target>{cloneElement(target, { ref: button })}</Menu.Target>
      {children}
    </Menu>
  );
}
