import { useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import type { RunListedFragment } from '@/api/generated/runs';
import { Icon } from '@/parts/Icon';
import { useVerbs } from '@/parts/verbs';
import { words } from '@/features/runs/words';
import { written } from './address';
import { FilterBuilder, type KnownKeys } from './FilterBuilder';
import { FilterChips } from './FilterChips';
import styles from './filter.module.css';
import { usePeople } from './people';
import type { Conditions } from './use-conditions';

const says = words.filter;

interface RunFiltersProps {
  readonly conditions: Conditions;
  /** Those that are loaded: what they have is offered. */
  readonly rows: readonly RunListedFragment[] | undefined;
  /** Null for the whole organisation. */
  readonly experiment: string | null;
}

/** The condition that is changed, as it was then; none for a new one. */
interface Opened {
  readonly at: number | null;
  readonly text: string;
}

const NO_ROWS: readonly never[] = [];
const NEW: Opened = { at: null, text: '' };

function textAt({ all }: Conditions, at: number): string {
  const condition = all[at];
  return condition === undefined ? '' : written(condition);
}

/** The conditions as chips, and the builder of one. */
export function RunFilters({ conditions, rows, experiment }: RunFiltersProps) {
  const [opened, setOpen] = useState<Opened | null>(null);
  // The address may have come to say something else in its place.
  const open =
    opened === null || (opened.at !== null && textAt(conditions, opened.at) !== opened.text) ? null : opened;
  const keys = useMemo(() => keysOf(rows ?? []), [rows]);
  const asksPerson = conditions.all.some(({ kind }) => kind === 'person');
  const people = usePeople(rows, open !== null || asksPerson);
  useVerbs([!conditions.isFull && { label: says.builder, icon: 'filter', run: () => setOpen(NEW) }]);

  function close() {
    flushSync(() => setOpen(null));
    document.querySelector<HTMLElement>('[data-add-filter]')?.focus();
  }

  return (
    <>
      <FilterChips
        conditions={conditions.all}
        people={people}
        onEdit={(at) => setOpen({ at, text: textAt(conditions, at) })}
        onRemove={(at) => {
          conditions.remove(at);
          close();
        }}
      />
      <button
        type="button"
        data-add-filter
        className={styles.add}
        aria-expanded={open !== null}
        disabled={conditions.isFull}
        title={conditions.isFull ? says.full : undefined}
        onClick={() => setOpen(open === null ? NEW : null)}
      >
        <Icon name="plus" size={12} /> {says.add}
      </button>
      {open !== null && (
        <FilterBuilder
          key={open.at ?? 'new'}
          first={open.at === null ? null : (conditions.all[open.at] ?? null)}
          keys={keys}
          rows={rows ?? NO_ROWS}
          people={people}
          experiment={experiment}
          takes={(condition) => conditions.takes(condition, open.at)}
          filterWith={(condition) => conditions.with(condition, open.at)}
          onDone={(condition) => {
            if (open.at === null) conditions.add(condition);
            else conditions.replace(open.at, condition);
            close();
          }}
          onClose={close}
        />
      )}
    </>
  );
}

function keysOf(rows: readonly RunListedFragment[]): KnownKeys {
  const named = (of: (run: RunListedFragment) => readonly { readonly key: string }[]) =>
    [...new Set(rows.flatMap((run) => of(run).map(({ key }) => key)))].sort();
  return {
    param: named(({ params }) => params),
    metric: named(({ metrics }) => metrics),
    tag: named(({ tags }) => tags),
  };
}
