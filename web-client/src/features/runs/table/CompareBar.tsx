import { Button } from '@mantine/core';
import { useEffect, useEffectEvent, type Ref } from 'react';
import { useNavigate } from 'react-router';
import type { RunListedFragment } from '@/api/generated/runs';
import { words as says } from '@/features/runs/compare/words';
import type { Selection } from '@/parts/data-table';
import { followsG, isDialogOpen, isTyping } from '@/parts/keyboard';
import { paths } from '@/paths';
import styles from './runs.module.css';

interface CompareBarProps {
  /** Those selected that are in the list, in its order. */
  readonly picked: readonly RunListedFragment[];
  readonly selection: Selection;
  /** Leads to the comparison below the table. */
  readonly onSee?: (() => void) | undefined;
  readonly seeRef?: Ref<HTMLButtonElement>;
}

/** The platform compares so many at a time. */
export const MAX_COMPARED = 20;

/** Runs with a colour of their own are named in the bar; more would not fit. */
export const NAMED = 6;

/** Colours of selected runs, by their place in the list; kept for the page they are compared on. */
export function selectedColours(picked: readonly RunListedFragment[]): ReadonlyMap<string, number> {
  return new Map(picked.slice(0, NAMED).map(({ id }, index) => [id, index + 1]));
}

/** What can be done with the selected runs; `c` compares them. */
export function CompareBar({ picked, selection, onSee, seeRef }: CompareBarProps) {
  const navigate = useNavigate();
  const isEnough = picked.length >= 2 && picked.length <= MAX_COMPARED;
  const compare = () => void navigate(paths.compare(picked.map(({ id }) => id)));
  const onKey = useEffectEvent(() => {
    if (isEnough) compare();
  });
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'c' || event.ctrlKey || event.altKey || event.metaKey) return;
      if (followsG(event) || isTyping(event.target) || isDialogOpen()) return;
      onKey();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  if (picked.length === 0) return null;
  return (
    <section className={styles.bar} aria-label={says.selected}>
      <span className="med num">{says.selectedCount(picked.length)}</span>
      {picked.slice(0, NAMED).map((run, index) => (
        <span key={run.id} className={styles.picked}>
          <i className={styles.swatch} data-colour={index + 1} />
          <span className="cut" title={run.name}>
            {run.name}
          </span>
        </span>
      ))}
      {onSee !== undefined && (
        <Button ref={seeRef} variant="subtle" onClick={onSee}>
          {says.see}
        </Button>
      )}
      <Button variant="subtle" onClick={selection.clear}>
        {says.clear}
      </Button>
      <Button onClick={compare} disabled={!isEnough} rightSection={<kbd aria-hidden="true">c</kbd>}>
        {picked.length < 2
          ? says.another
          : picked.length > MAX_COMPARED
            ? says.atMost(MAX_COMPARED)
            : says.verb(picked.length)}
      </Button>
    </section>
  );
}
