import type { ReactNode } from 'react';
import type { Failure } from '@/api/failure';
import { spansInWords } from '@/format/span';
import { Icon } from '@/parts/Icon';
import styles from './form.module.css';
import { words } from './words';

/** Under the field it belongs to: value, and what was expected. */
export function FieldError({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <Icon name="bad" size={14} />
      <span>{children}</span>
    </>
  );
}

/** What is wrong with a request as a whole; the person's input stays as it is. */
export function FormFailure({ what, failure }: { readonly what: string; readonly failure: Failure }) {
  return (
    <div className={styles.failure} role="alert">
      <Icon name="bad" />
      <div>
        <p className="med">{what}</p>
        <p className="t2">{spansInWords(failure.message)}</p>
        {failure.requestId !== null && (
          <p className="t3 f12">
            {words.request} <span className="mono">{failure.requestId}</span>
          </p>
        )}
      </div>
    </div>
  );
}
