import { useEffect, useRef, type ReactNode } from 'react';
import { Conflict } from './Conflict';
import styles from './form.module.css';
import { FormFailure } from './FormFailure';
import { FormFooter } from './FormFooter';
import { sendsOnEnter } from './sends-on-enter';
import type { FormState } from './use-form';
import { words } from './words';

export interface FormPanelProps {
  readonly form: FormState;
  /** The verb with its object: "Create project". The button says it, and so does what is said where it is refused. */
  readonly verb: string;
  /** What could not be done, where the verb alone does not say it: "start the run". */
  readonly what?: string | undefined;
  readonly onCancel?: (() => void) | undefined;
  readonly cancel?: string | undefined;
  /** Something is lost by it. */
  readonly danger?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly icon?: ReactNode;
  readonly aside?: ReactNode;
  /** What is said of what somebody else wrote meanwhile, in place of the usual sentence. */
  readonly changed?: ReactNode;
  /** What the button says that writes over theirs: "Save mine". Null: there is nothing to write over, but to decide on anew. */
  readonly overwrite?: string | null | undefined;
  /** Nobody may send it: what stands in it is only read. */
  readonly isRead?: boolean | undefined;
  /** The fields. */
  readonly children: ReactNode;
}

/**
 * A form: its fields, what was refused, what somebody else wrote meanwhile, and the footer. `Ctrl Enter` sends from any
 * field. The first field gets the focus where a dialog looks for one; where there is none, Cancel does.
 */
export function FormPanel(props: FormPanelProps) {
  const { form, verb, danger = false, disabled = false, overwrite = words.overwrite, children } = props;
  const isBlocked = disabled || form.isStale || props.isRead === true;
  const what = form.what ?? props.what ?? lowerFirst(verb);
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => markFirst(element.current), []);
  useEffect(() => {
    if (form.wrongTimes > 0) element.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [form.wrongTimes]);

  return (
    <form
      noValidate
      ref={element}
      onKeyDown={sendsOnEnter(isBlocked ? null : form.submit)}
      onSubmit={(event) => {
        event.preventDefault();
        // What a form opens is drawn elsewhere and is a child of it all the same.
        event.stopPropagation();
        if (!isBlocked) form.submit();
      }}
    >
      <div className={styles.fields}>
        {children}
        {form.isStale && (
          <Conflict
            form={form}
            overwrite={overwrite}
            {...(props.changed === undefined ? {} : { changed: props.changed })}
          />
        )}
        {form.failure !== null && <FormFailure what={words.failed(what)} failure={form.failure} />}
      </div>
      {props.isRead !== true && (
        <FormFooter
          verb={verb}
          sending={form.sending}
          onCancel={props.onCancel}
          cancel={props.cancel}
          danger={danger}
          disabled={isBlocked}
          icon={props.icon}
          aside={props.aside}
        />
      )}
    </form>
  );
}

const FIELDS = 'input, select, textarea';

function markFirst(form: HTMLFormElement | null) {
  if (form?.querySelector('[data-autofocus]') !== null) return;
  const first = [...form.querySelectorAll<HTMLElement>(FIELDS)].find(
    (field) => !field.matches(':disabled, [readonly], [type=file], [hidden]'),
  );
  (first ?? form.querySelector('[data-cancel]'))?.setAttribute('data-autofocus', '');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
