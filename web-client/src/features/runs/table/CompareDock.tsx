import { ActionIcon, Button } from '@mantine/core';
import { useEffect, useEffectEvent, useMemo, type Ref } from 'react';
import { Link } from 'react-router';
import type { RunListedFragment } from '@/api/generated/runs';
import { words } from '@/features/runs/compare/words';
import { Icon } from '@/parts/Icon';
import { isDialogOpen, isTyping } from '@/parts/keyboard';
import { paths } from '@/paths';
import { MAX_COMPARED, NAMED } from './CompareBar';
import styles from './dock.module.css';
import { DockChart } from './DockChart';
import { DockTable } from './DockTable';
import { byWeight } from './run-columns';
import { withBaseline } from './with-baseline';

const says = words.dock;

interface CompareDockProps {
  readonly ref: Ref<HTMLElement>;
  readonly picked: readonly RunListedFragment[];
  readonly baseline: RunListedFragment | null;
  readonly onClose: () => void;
}

/** How the selected runs compare, without leaving the table: what came of them, what they were given, how they went. */
export function CompareDock({ ref, picked, baseline, onClose }: CompareDockProps) {
  useEscape(onClose);
  // As many as have a colour of their own.
  const runs = useMemo(() => withBaseline(picked.slice(0, NAMED), baseline), [picked, baseline]);
  const metrics = useMemo(() => byWeight(runs), [runs]);
  const ghostId = baseline?.id ?? null;
  const ids = picked.map(({ id }) => id);
  return (
    <section ref={ref} tabIndex={-1} className={styles.dock} aria-label={words.docked}>
      <header className={styles.head}>
        <h2>{says.title(picked.length)}</h2>
        {picked.length > NAMED && <span className={styles.note}>{says.some(NAMED, picked.length)}</span>}
        <span className={styles.end}>
          {picked.length > 1 && picked.length <= MAX_COMPARED && (
            <Button component={Link} variant="default" to={paths.compare(ids, baseline?.id)}>
              {says.whole}
            </Button>
          )}
          <ActionIcon variant="subtle" aria-label={says.close} onClick={onClose}>
            <Icon name="close" />
          </ActionIcon>
        </span>
      </header>
      {runs.length < 2 ? (
        <p className={styles.alone}>{says.another}</p>
      ) : (
        <div className={styles.parts}>
          <DockChart runs={runs} metric={metrics[0]} ghostId={ghostId} />
          <DockTable runs={runs} metrics={metrics} ghostId={ghostId} />
        </div>
      )}
    </section>
  );
}

/** Wherever the focus is on the page, but for a field or a menu, which Esc belongs to. */
function useEscape(onClose: () => void) {
  const onEscape = useEffectEvent(onClose);
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'Escape' || event.defaultPrevented || isDialogOpen() || isTyping(event.target))
        return;
      if (event.target instanceof Element && event.target.closest('[role=menu]') !== null) return;
      onEscape();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
