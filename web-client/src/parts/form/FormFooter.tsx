import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './form.module.css';
import { words } from './words';

interface FormFooterProps {
  /** The verb with its object: "Create project". */
  readonly verb: string;
  readonly sending: boolean;
  readonly onCancel: (() => void) | undefined;
  readonly cancel?: string | undefined;
  readonly danger?: boolean | undefined;
  /** The button waits, such as for an input. */
  readonly disabled?: boolean | undefined;
  readonly icon?: ReactNode;
  /** At the left: what else may be done with the thing, or a word on what is here. */
  readonly aside?: ReactNode;
}

/** Cancel and the verb, in the same place of each form. */
export function FormFooter(props: FormFooterProps) {
  const {
    verb,
    sending,
    onCancel,
    cancel = words.cancel,
    danger = false,
    disabled = false,
    icon,
    aside,
  } = props;
  return (
    <Footer aside={aside}>
      {onCancel !== undefined && (
        <Button variant="default" onClick={onCancel} data-cancel>
          {cancel}
        </Button>
      )}
      <Button
        type="submit"
        loading={sending}
        disabled={disabled}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        {...(danger ? { color: 'red' } : {})}
        {...(icon === undefined ? {} : { leftSection: icon })}
      >
        {verb}
      </Button>
    </Footer>
  );
}

interface FooterProps {
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** The same row for a dialog that sends nothing. */
export function Footer({ aside, children }: FooterProps) {
  return (
    <div className={styles.footer} data-form-footer>
      {aside != null && aside !== false && <div className={styles.aside}>{aside}</div>}
      {children}
    </div>
  );
}
