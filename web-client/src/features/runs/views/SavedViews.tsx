import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { words } from '@/features/runs/words';
import { useSignedIn } from '@/api/session';
import { FormDialog, missing, useForm } from '@/parts/form';
import { RowMenu } from '@/parts/RowMenu';
import { useVerbs } from '@/parts/verbs';
import { keepViews, keptViews, MAX_VIEWS, searchOf, withView, type KeptView } from './kept-views';
import styles from './views.module.css';

const says = words.views;

/** Ways to look at the list that a person named: kept in this browser, each an address that can be sent on. */
export function SavedViews({ list }: { readonly list: string }) {
  const { tenant } = useSignedIn();
  const place = `${tenant.id}:${list}`;
  const [search] = useSearchParams();
  const [views, setViews] = useState(() => keptViews(place));
  const [isNaming, setNaming] = useState(false);
  const now = searchOf(search);
  const open = views.find((view) => view.search === now);
  const mayKeep = now !== '' && open === undefined && views.length < MAX_VIEWS;
  useVerbs([mayKeep && { label: says.keep, icon: 'plus', run: () => setNaming(true) }]);

  // Another tab may have changed them meanwhile.
  useEffect(() => {
    const read = () => setViews(keptViews(place));
    window.addEventListener('storage', read);
    return () => window.removeEventListener('storage', read);
  }, [place]);

  function change(changed: (views: readonly KeptView[]) => readonly KeptView[]): boolean {
    const next = changed(keptViews(place));
    const isKept = next.length <= MAX_VIEWS && keepViews(place, next);
    setViews(isKept ? next : keptViews(place));
    return isKept;
  }

  if (views.length === 0 && !mayKeep) return null;
  return (
    <nav className={styles.views} aria-label={says.label}>
      <Link to={{ search: '' }} aria-current={now === '' ? 'true' : undefined}>
        {says.all}
      </Link>
      {views.map(({ name, search: kept }) => (
        <Link key={name} to={{ search: kept }} aria-current={kept === now ? 'true' : undefined} title={name}>
          {name}
        </Link>
      ))}
      {mayKeep && (
        <button type="button" onClick={() => setNaming(true)}>
          {says.keep}
        </button>
      )}
      {open !== undefined && (
        <RowMenu
          of={open.name}
          actions={[
            {
              label: says.forget(open.name),
              danger: true,
              run: () => change((kept) => kept.filter(({ name }) => name !== open.name)),
            },
          ]}
        />
      )}
      {isNaming && (
        <NameView
          taken={views}
          onClose={() => setNaming(false)}
          onNamed={(name) => change((kept) => withView(kept, { name, search: now }))}
        />
      )}
    </nav>
  );
}

interface NameViewProps {
  readonly taken: readonly KeptView[];
  readonly onClose: () => void;
  /** False where the browser keeps nothing. */
  readonly onNamed: (name: string) => boolean;
}

function NameView({ taken, onClose, onNamed }: NameViewProps) {
  const [isRefused, setRefused] = useState(false);
  const form = useForm<{ readonly name: string }>({
    of: null,
    values: () => ({ name: '' }),
    check: (values) => missing(values, { name: says.needsName }),
    send: ({ name }) => {
      if (onNamed(name)) onClose();
      else setRefused(true);
      return Promise.resolve();
    },
  });
  const isTaken = taken.some(({ name }) => name === form.values.name.trim());
  return (
    <FormDialog title={says.keep} verb={says.keep} form={form} onClose={onClose}>
      <TextInput label={says.name} required maxLength={60} autoComplete="off" {...form.text('name')} />
      <p className="t3">{isTaken ? says.replaces : says.where}</p>
      {isRefused && <p role="alert">{says.refused}</p>}
    </FormDialog>
  );
}
