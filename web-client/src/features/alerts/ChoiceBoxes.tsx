import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import { MoreChoices, type More } from '@/parts/MoreChoices';
import { Skeleton } from '@/parts/states';
import styles from './alerts.module.css';

interface ChoiceBoxesProps {
  readonly label: string;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  readonly chosen: readonly string[];
  /** More of them cannot be chosen. */
  readonly most: number;
  readonly onChange: (ids: readonly string[]) => void;
}

/** Some of several, each with a box. */
export function ChoiceBoxes({ label, choices, chosen, most, onChange }: ChoiceBoxesProps) {
  return (
    <div className={styles.boxes} tabIndex={0} role="group" aria-label={label}>
      {choices.map(({ id, label: name }) => (
        <Checkbox
          key={id}
          label={name}
          checked={chosen.includes(id)}
          disabled={!chosen.includes(id) && chosen.length >= most}
          onChange={(event) =>
            onChange(event.currentTarget.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
          }
        />
      ))}
    </div>
  );
}

interface LoadedBoxesProps extends Omit<ChoiceBoxesProps, 'choices'> {
  readonly legend: string;
  /** Undefined as long as none came. */
  readonly choices: ChoiceBoxesProps['choices'] | undefined;
  /** In the plural: "teams". */
  readonly noun: string;
  /** What stands there where none came. */
  readonly refused: string | null;
  readonly more: More | null;
  readonly error: ReactNode;
}

/** The same, of those that are asked for a hundred at a time. */
export function LoadedBoxes({ legend, choices, noun, refused, more, error, ...boxes }: LoadedBoxesProps) {
  return (
    <fieldset className={styles.group}>
      <legend>{legend}</legend>
      {choices !== undefined ? (
        <>
          <ChoiceBoxes choices={choices} {...boxes} />
          <MoreChoices loaded={choices.length} noun={noun} more={more} />
        </>
      ) : refused !== null ? (
        <p role="alert" className={styles.refused}>
          {refused}
        </p>
      ) : (
        <div aria-busy="true">
          <Skeleton width={220} />
        </div>
      )}
      {error !== null && (
        <p role="alert" className={styles.refused}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
