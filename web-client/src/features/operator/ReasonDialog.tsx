import type { ReactNode } from 'react';
import { FormDialog, Notes, useForm, type Errors, type Form, type Sending } from '@/parts/form';
import { words } from './words';

interface Reason {
  readonly reason: string;
}

interface ReasonDialogProps<Values extends Reason> {
  readonly title: string;
  readonly verb: string;
  readonly what?: string;
  readonly danger?: boolean;
  readonly values: Values;
  readonly check?: (values: Values) => Errors;
  readonly send: (values: Values, by: Sending<Values, null>) => Promise<unknown>;
  readonly onChange: () => void;
  readonly onClose: () => void;
  /** What stands above the reason. */
  readonly children: (form: Form<Values>) => ReactNode;
}

/** What an operator does to an organisation takes a reason, which its owners read. */
export function ReasonDialog<Values extends Reason>(props: ReasonDialogProps<Values>) {
  const { title, verb, what, danger = false, onClose } = props;
  const form = useForm<Values>({
    of: null,
    values: () => props.values,
    check: (values) => ({
      ...props.check?.(values),
      ...(values.reason.trim() === '' ? { reason: words.reason.missing } : {}),
    }),
    send: async (values, by) => {
      await props.send({ ...values, reason: values.reason.trim() }, by);
      props.onChange();
      onClose();
    },
  });
  return (
    <FormDialog title={title} verb={verb} what={what} danger={danger} form={form} onClose={onClose}>
      {props.children(form)}
      <Notes label={words.reason.label} description={words.reason.hint} required {...form.text('reason')} />
    </FormDialog>
  );
}
