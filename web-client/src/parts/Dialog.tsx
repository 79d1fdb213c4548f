import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './Dialog.module.css';
import { useReturnFocus } from './use-return-focus';

interface DialogProps {
  readonly title: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** For what is written line by line, such as a statement. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/**
 * A dialog; Escape closes it and focus returns to what opened it. The page behind is held still by a rule in
 * base.css: Mantine's own scroll lock writes a style element, which the pages' policy refuses.
 */
export function Dialog({ title, opened, onClose, wide = false, children }: DialogProps) {
  useReturnFocus(opened);
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      lockScroll={false}
      transitionProps={{ duration: 160 }}
      {...(wide ? { size: 640 } : {})}
    >
      <Modal.Overlay />
      <Modal.Content data-dialog-open>
        <div className={styles.header}>
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </div>
        {children}
      </Modal.Content>
    </Modal.Root>
  );
}
