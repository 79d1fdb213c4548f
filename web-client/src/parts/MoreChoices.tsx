import { Button } from '@mantine/core';
import { count } from '@/format/number';
import styles from './MoreChoices.module.css';
import { words } from './words';

const says = words.more;

/** What brings the following page of a list. */
export interface More {
  readonly load: () => void;
  readonly loading: boolean;
}

interface MoreChoicesProps {
  /** How many are loaded. */
  readonly loaded: number;
  /** What they are called, such as `projects`. */
  readonly noun: string;
  /** Which of them come first: those that head the list, unless it begins with the newest. */
  readonly order?: 'first' | 'newest';
  /** Null: the list is whole, and nothing is drawn. */
  readonly more: More | null;
}

/** Stands by a choice of what comes page by page: says that the list goes on, and brings the rest of it. */
export function MoreChoices({ loaded, noun, order = 'first', more }: MoreChoicesProps) {
  if (more === null) return null;
  return (
    <div className={styles.more}>
      <span role="status">{says.loaded(order, count(loaded), noun)}</span>
      <Button variant="subtle" loading={more.loading} onClick={more.load}>
        {says.load(noun)}
      </Button>
    </div>
  );
}
