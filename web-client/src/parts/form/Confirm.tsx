import type { ReactNode } from 'react';
import { FormDialog } from './FormDialog';
import styles from './form.module.css';
import type { FormState } from './use-form';

interface ConfirmProps {
  /** A question that names the thing: "Roll back parcel-damage to v7?" */
  readonly title: string;
  /** The verb with its object, repeated on the button: "Roll back to v7". */
  readonly verb: string;
  readonly form: FormState;
  readonly opened?: boolean;
  readonly onClose: () => void;
  /** Nothing is lost by it: the button is the plain primary one. */
  readonly harmless?: boolean;
  readonly disabled?: boolean;
  /** What became of the thing meanwhile, where somebody else was quicker. */
  readonly changed?: ReactNode;
  readonly wide?: boolean;
  /** What will happen, to which traffic or money, in figures. */
  readonly children: ReactNode;
}

/** Asks before something that cannot simply be taken back: says what will happen, and the button repeats the verb. */
export function Confirm({ harmless = false, children, ...dialog }: ConfirmProps) {
  return (
    <FormDialog {...dialog} danger={!harmless} overwrite={null}>
      <div className={styles.effects}>{children}</div>
    </FormDialog>
  );
}
