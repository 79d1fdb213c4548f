import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Failure } from '@/api/failure';
import { Dialog } from './Dialog';
import { FormFailure } from './form';
import styles from './Confirm.module.css';

interface ConfirmProps {
  /** A question that names the thing: "Roll back parcel-damage to v7?" */
  readonly title: string;
  /** The verb with its object, repeated on the button: "Roll back to v7". */
  readonly verb: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
  readonly sending?: boolean;
  /** What the platform refused; the dialog stays open. */
  readonly failure?: Failure | null;
  /** Nothing is lost by it: the button is the plain primary one. */
  readonly harmless?: boolean;
  /** The button waits, such as for an input among the children. */
  readonly disabled?: boolean;
  /** What will happen, to which traffic or money, in figures. */
  readonly children: ReactNode;
}

/** Asks before something that cannot simply be taken back. */
export function Confirm(props: ConfirmProps) {
  const { title, verb, opened, onClose, onConfirm, sending = false, failure = null, children } = props;
  return (
    <Dialog title={title} opened={opened} onClose={onClose}>
      <div className={styles.body}>
        {children}
        {failure !== null && <FormFailure what={`Could not ${lowerFirst(verb)}`} failure={failure} />}
      </div>
      <footer className={styles.footer}>
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button
          {...(props.harmless === true ? {} : { color: 'red' })}
          onClick={onConfirm}
          loading={sending}
          disabled={props.disabled === true}
        >
          {verb}
        </Button>
      </footer>
    </Dialog>
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
