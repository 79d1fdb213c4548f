import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './form.module.css';
import type { FormState } from './use-form';
import { words } from './words';

const says = words.conflict;

/** One thing that two people wrote differently. */
export interface Difference {
  readonly label: string;
  readonly theirs: ReactNode;
  readonly yours: ReactNode;
}

interface ConflictProps {
  readonly form: FormState;
  /** A sentence in place of the usual one. */
  readonly changed?: ReactNode;
  /** What the button says that writes over it; null where there is nothing to write over. */
  readonly overwrite: string | null;
}

/** Somebody else was quicker: what they wrote beside what is here. Which of the two stays is the person's choice. */
export function Conflict({ form, changed = SOMEONE, overwrite }: ConflictProps) {
  const { differences } = form;
  return (
    <div className={styles.conflict} role="alert">
      <p>{changed}</p>
      {differences.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.sides} aria-label={says.sides}>
            <thead>
              <tr>
                <td />
                <th scope="col">{says.theirs}</th>
                <th scope="col">{says.yours}</th>
              </tr>
            </thead>
            <tbody>
              {differences.map(({ label, theirs, yours }) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  <td>{theirs}</td>
                  <td>{yours}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className={styles.choice}>
        {overwrite === null ? (
          <Button variant="default" onClick={form.goOn}>
            {says.goOn}
          </Button>
        ) : (
          <>
            <Button variant="default" onClick={form.takeTheirs}>
              {says.takeTheirs}
            </Button>
            <Button variant="default" onClick={form.overwrite}>
              {overwrite}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}

const SOMEONE = <b className="med">{says.changed}</b>;
