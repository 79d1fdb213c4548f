import { Dialog } from '@/parts/Dialog';
import { FormPanel, type FormPanelProps } from './FormPanel';

interface FormDialogProps extends Omit<FormPanelProps, 'onCancel'> {
  readonly title: string;
  readonly opened?: boolean;
  readonly onClose: () => void;
  /** For what is written line by line, such as a statement. */
  readonly wide?: boolean;
}

/** A form in a dialog: `Esc` and Cancel close it, and the focus returns to what opened it. */
export function FormDialog({ title, opened = true, onClose, wide = false, ...form }: FormDialogProps) {
  return (
    <Dialog title={title} opened={opened} onClose={onClose} wide={wide}>
      <FormPanel {...form} onCancel={onClose} />
    </Dialog>
  );
}
