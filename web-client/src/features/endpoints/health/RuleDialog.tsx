import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { spansInWords } from '@/format/span';
import { Dialog } from '@/parts/Dialog';
import { FieldError, FormFailure } from '@/parts/form';
import { KeyValue, type Fact } from '@/parts/KeyValue';
import styles from './health.module.css';
import type { RuleForm } from './use-rule-form';

interface RuleDialogProps {
  readonly title: string;
  /** As in "Save capture". */
  readonly what: string;
  readonly form: Omit<RuleForm<never>, 'save' | 'changed'>;
  /** What somebody else has made of it meanwhile. */
  readonly theirs: readonly Fact[];
  readonly children: ReactNode;
  readonly onSave: () => void;
  readonly onClose: () => void;
}

/** What capture, quality and drift have in common: fields, their value beside yours, and what was refused. */
export function RuleDialog({ title, what, form, theirs, children, onSave, onClose }: RuleDialogProps) {
  const { isStale, failure, sending } = form;
  return (
    <Dialog title={title} opened onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSave();
        }}
      >
        <div className={styles.fields}>
          {children}
          {isStale && theirs.length > 0 && (
            <div role="alert" className={styles.theirs}>
              <p className="med">Someone else changed it meanwhile</p>
              <KeyValue facts={theirs} />
            </div>
          )}
          {failure !== null && <FormFailure what={`Could not set the ${what}`} failure={failure} />}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            {isStale ? 'Keep theirs' : 'Cancel'}
          </Button>
          <Button type="submit" loading={sending}>
            {isStale ? 'Save mine' : `Save ${what}`}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

/** Beneath its field; spans as people write them. */
export function shownError(message: string | undefined) {
  return message === undefined ? null : <FieldError>{spansInWords(message)}</FieldError>;
}
