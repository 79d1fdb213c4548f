import { Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useId, useMemo, useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { SearchDocument } from '@/api/generated/shell';
import { useRights } from '@/api/permissions';
import { useSignedIn } from '@/api/session';
import { Icon } from '@/parts/Icon';
import { useReturnFocus } from '@/parts/use-return-focus';
import { useOfferedVerbs } from '@/parts/verbs';
import { useScheme } from '@/theme/scheme';
import styles from './Palette.module.css';
import {
  beside,
  CREATIONS,
  entriesOf,
  entryOf,
  matching,
  PAGES,
  type Entry,
  type EntryGroup,
} from './palette-entries';
import { words as says } from './palette-words';
import { offered } from './sections';
import { useChooseTenant } from './use-choose-tenant';

/** A person who types is not asked about at each key press. */
const QUIET_MS = 150;
const MAX_HITS = 8;

/** Every page, action and object by name, by keyboard alone. */
export function Palette({
  onClose,
  onShowKeys,
}: {
  readonly onClose: () => void;
  readonly onShowKeys: () => void;
}) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  useReturnFocus(true);
  const navigate = useNavigate();
  const { groups, note } = useGroups(text, onShowKeys);
  const entries = groups.flatMap((group) => group.entries);
  const current = entries[Math.min(at, entries.length - 1)];

  function choose(entry: Entry | undefined) {
    if (entry === undefined) return;
    onClose();
    if (entry.path !== undefined) void navigate(entry.path);
    else entry.run?.();
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0)
      setAt(
        (before) =>
          (Math.min(before, entries.length - 1) + step + entries.length) % Math.max(1, entries.length),
      );
    else if (event.key === 'Enter') choose(current);
    else return;
    event.preventDefault();
  }

  return (
    <Modal.Root
      opened
      onClose={onClose}
      lockScroll={false}
      size={560}
      yOffset="10vh"
      transitionProps={{ duration: 160 }}
    >
      <Modal.Overlay />
      <Modal.Content data-dialog-open aria-label={says.label}>
        <div className={styles.field}>
          <Icon name="search" />
          <input
            data-autofocus
            role="combobox"
            aria-label={says.label}
            aria-expanded
            aria-controls={listId}
            aria-activedescendant={current === undefined ? undefined : `${listId}-${current.id}`}
            aria-autocomplete="list"
            placeholder={says.placeholder}
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
          <kbd>Esc</kbd>
        </div>
        <div id={listId} role="listbox" aria-label={says.results} className={styles.list}>
          {groups.map(({ title, entries: members }) => (
            <div key={title} role="group" aria-label={title}>
              <p className={styles.title} aria-hidden="true">
                {title}
              </p>
              {members.map((entry) => (
                <div
                  key={entry.id}
                  id={`${listId}-${entry.id}`}
                  role="option"
                  aria-selected={entry === current}
                  className={styles.entry}
                  ref={(element) => {
                    if (entry === current) element?.scrollIntoView({ block: 'nearest' });
                  }}
                  onPointerMove={() => setAt(entries.indexOf(entry))}
                  onClick={() => choose(entry)}
                >
                  <Icon name={entry.icon} />
                  <span className="cut" title={entry.label}>
                    {entry.label}
                  </span>
                  <span className={`cut ${styles.note ?? ''}`}>{entry.note}</span>
                </div>
              ))}
            </div>
          ))}
        </div>
        <p role="status" className={styles.status}>
          {note}
        </p>
      </Modal.Content>
    </Modal.Root>
  );
}

function useGroups(text: string, onShowKeys: () => void): { groups: EntryGroup[]; note: string | null } {
  const { tenants, tenant, createTenant, signOut } = useSignedIn();
  const chooseTenant = useChooseTenant();
  const rights = useRights();
  const { setColorScheme } = useScheme();
  const verbs = useOfferedVerbs();
  const [asked] = useDebouncedValue(text.trim(), QUIET_MS);
  const [{ data, error, fetching }] = useQuery({
    query: SearchDocument,
    variables: { text: asked, first: MAX_HITS },
    pause: asked === '',
  });
  const actions = useMemo<readonly Entry[]>(
    () => [
      ...CREATIONS,
      ...tenants
        .filter(({ slug }) => slug !== tenant.slug)
        .map(({ id, slug, name }): Entry => ({
          id: `tenant-${id}`,
          label: says.switchTo(name),
          icon: 'beam',
          note: slug,
          run: () => chooseTenant(slug),
        })),
      ...(createTenant === null
        ? []
        : [
            {
              id: 'create-tenant',
              label: says.createOrganisation,
              icon: 'plus',
              note: '',
              run: createTenant,
            } satisfies Entry,
          ]),
      { id: 'light', label: says.light, icon: 'sun', note: '', run: () => setColorScheme('light') },
      { id: 'dark', label: says.dark, icon: 'moon', note: '', run: () => setColorScheme('dark') },
      { id: 'keys', label: says.keys, icon: 'keys', note: '?', run: onShowKeys },
      { id: 'leave', label: says.signOut, icon: 'leave', note: '', run: () => void signOut() },
    ],
    [tenants, tenant, chooseTenant, createTenant, setColorScheme, onShowKeys, signOut],
  );
  const isCurrent = asked !== '' && asked === text.trim();
  // What was found for other words would mislead.
  const found = isCurrent && !fetching && data != null ? entriesOf(data.search) : [];
  const groups = [
    { title: says.groups.here, entries: matching(verbs.map(entryOf), text) },
    { title: says.groups.found, entries: found },
    { title: says.groups.pages, entries: matching(offered(PAGES, rights), text) },
    { title: says.groups.actions, entries: matching(beside(verbs, offered(actions, rights)), text) },
  ].filter(({ entries }) => entries.length > 0);
  const isAsking = text.trim() !== '' && (!isCurrent || fetching);
  const note =
    error !== undefined && isCurrent
      ? says.notSearched(toFailure(error).message)
      : isAsking
        ? says.searching
        : groups.length === 0
          ? says.none(text.trim())
          : null;
  return { groups, note };
}
