import { ActionIcon } from '@mantine/core';
import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react';
import { Dialog } from './Dialog';
import styles from './Drawer.module.css';
import { Icon } from './Icon';
import { isDialogOpen } from './keyboard';
import { useIsNarrow } from './use-is-narrow';

interface DrawerProps {
  readonly title: string;
  /** After the title, such as what kind of thing it is. */
  readonly aside?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * What edits a thing, docked beside the table that shows what it changes, so that this stays in view; on a narrow
 * screen a dialog. `Esc` closes it.
 */
export function Drawer({ title, aside, onClose, children }: DrawerProps) {
  const isNarrow = useIsNarrow();
  if (isNarrow) {
    return (
      <Dialog title={title} opened onClose={onClose}>
        {children}
      </Dialog>
    );
  }
  return (
    <Docked title={title} aside={aside} onClose={onClose}>
      {children}
    </Docked>
  );
}

function Docked({ title, aside, onClose, children }: DrawerProps) {
  const drawer = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const onEscape = useEffectEvent(onClose);
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      // A dialog that the drawer opened closes first; a button that was disabled leaves the focus to the page.
      if (event.key !== 'Escape' || event.defaultPrevented || isDialogOpen()) return;
      const at = document.activeElement;
      if (at === document.body || drawer.current?.contains(at) === true) onEscape();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  useEffect(() => {
    const opener = document.activeElement;
    heading.current?.focus();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, []);
  return (
    <section ref={drawer} className={styles.drawer} aria-label={title}>
      <header className={styles.header}>
        <h2 ref={heading} tabIndex={-1} className="cut" title={title}>
          {title}
        </h2>
        {aside}
        <span className={styles.end}>
          <ActionIcon variant="subtle" aria-label={`Close ${title}`} onClick={onClose}>
            <Icon name="close" />
          </ActionIcon>
        </span>
      </header>
      {children}
    </section>
  );
}
