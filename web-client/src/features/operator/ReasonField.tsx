import type { Form } from '@/parts/form';
import { Notes } from '@/parts/form';
import { words } from './words';

/** Why an operator does something to an organisation: its owners read it. */
export function ReasonField<Values extends { readonly reason: string }>({
  form,
}: {
  readonly form: Form<Values>;
}) {
  return (
    <Notes label={words.reason.label} description={words.reason.hint} required {...form.text('reason')} />
  );
}
