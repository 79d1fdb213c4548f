import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { RunFilterInput, RunListedFragment } from '@/api/generated/runs';
import { words } from '@/features/runs/words';
import { asText } from './address';
import { flawOf, OPERATORS, type Condition, type ConditionKind, type KeyCondition } from './condition';
import { StartedFields } from './StartedFields';
import styles from './filter.module.css';
import type { Somebody } from './people';
import { useCounts } from './use-counts';
import { distributionOf } from './value-bins';
import { ValueBars } from './ValueBars';

const says = words.filter;
const KINDS: readonly ConditionKind[] = ['param', 'metric', 'tag', 'person', 'started', 'archived'];
/** What is counted while a person types, and not with each key press. */
const QUIET_MS = 300;

/** Names that the runs loaded have, of each kind. */
export type KnownKeys = Readonly<Record<KeyCondition['kind'], readonly string[]>>;

interface FilterBuilderProps {
  /** The one that is changed; null for a new one. */
  readonly first: Condition | null;
  readonly keys: KnownKeys;
  /** Those that are loaded. */
  readonly rows: readonly RunListedFragment[];
  readonly people: readonly Somebody[];
  readonly experiment: string | null;
  /** Whether the list has room for it. */
  readonly takes: (condition: Condition) => boolean;
  /** The list's filter with this one in it. */
  readonly filterWith: (condition: Condition) => RunFilterInput | null;
  readonly onDone: (condition: Condition) => void;
  readonly onClose: () => void;
}

/** One condition: what it is about, how, and how many runs it keeps before it is added. `Enter` adds it, `Esc` closes. */
export function FilterBuilder(props: FilterBuilderProps) {
  const { first, keys, rows, people, experiment, takes, filterWith, onDone, onClose } = props;
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<Condition>(first ?? firstOf('param', keys));
  const [isTried, setTried] = useState(false);
  const [quiet] = useDebouncedValue(draft, QUIET_MS);
  const flaw = flawOf(draft);
  const wrong = flaw !== null ? says.wrong[flaw] : takes(draft) ? null : noRoomFor(draft);
  const values = useMemo(() => distributionOf(draft, rows), [draft, rows]);
  const isQuiet = quiet === draft;
  const counts = useCounts(
    experiment,
    flawOf(quiet) === null ? filterWith(quiet) : null,
    flawOf(quiet) !== null,
  );

  useEffect(() => {
    form.current?.querySelector<HTMLElement>(first === null ? 'input:checked' : '[data-first]')?.focus();
  }, [first]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  }

  return (
    <form
      ref={form}
      className={styles.builder}
      aria-label={says.builder}
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (wrong === null) onDone(draft);
      }}
    >
      <div role="radiogroup" aria-label={says.by} className={styles.kinds}>
        {KINDS.map((kind) => (
          <label key={kind}>
            <input
              type="radio"
              name={`${id}-kind`}
              className="box"
              checked={draft.kind === kind}
              onChange={() => {
                setTried(false);
                setDraft(firstOf(kind, keys));
              }}
            />
            {says.kinds[kind]}
          </label>
        ))}
      </div>
      {isKeyed(draft) && <KeyFields draft={draft} known={keys[draft.kind]} onChange={setDraft} />}
      {values !== null && <ValueBars of={values} />}
      {draft.kind === 'person' && (
        <People chosen={draft.ids} people={people} onChange={(ids) => setDraft({ kind: 'person', ids })} />
      )}
      {draft.kind === 'started' && (
        <StartedFields value={draft.value} onChange={(value) => setDraft({ kind: 'started', value })} />
      )}
      {draft.kind === 'archived' && <span className={styles.says}>{says.onlyArchived}</span>}
      <span className={styles.says} role="status">
        {flaw === null &&
          (counts == null || !isQuiet
            ? counts !== null && says.counting
            : says.keeps(counts.all, counts.complete))}
      </span>
      <div className={styles.end}>
        {isKeyed(draft) && flaw === null && <span className="mono t3 only-wide">{asText(draft)}</span>}
        <Button variant="subtle" onClick={onClose}>
          {says.cancel}
        </Button>
        <Button type="submit">{first === null ? says.addOne : says.save}</Button>
      </div>
      {isTried && wrong !== null && (
        <p className={styles.note} role="alert">
          {wrong}
        </p>
      )}
    </form>
  );
}

function noRoomFor({ kind }: Condition): string {
  return kind === 'started' ? says.fullForPeriod : says.full;
}

function isKeyed(condition: Condition): condition is KeyCondition {
  return condition.kind === 'param' || condition.kind === 'metric' || condition.kind === 'tag';
}

function firstOf(kind: ConditionKind, keys: KnownKeys): Condition {
  if (kind === 'person') return { kind, ids: [] };
  if (kind === 'started') return { kind, value: '7d' };
  if (kind === 'archived') return { kind };
  return { kind, key: keys[kind][0] ?? '', operator: OPERATORS[kind][0], value: '' };
}

interface KeyFieldsProps {
  readonly draft: KeyCondition;
  readonly known: readonly string[];
  readonly onChange: (draft: KeyCondition) => void;
}

function KeyFields({ draft, known, onChange }: KeyFieldsProps) {
  const listId = useId();
  const { kind, key, operator, value, of = 'LATEST' } = draft;
  return (
    <>
      <TextInput
        className={styles.key ?? ''}
        label={says.kinds[kind]}
        data-first
        list={listId}
        value={key}
        autoComplete="off"
        spellCheck={false}
        maxLength={250}
        onChange={(event) => onChange({ ...draft, key: event.currentTarget.value })}
      />
      {/* The browser's own list: another name than those that are loaded may be typed. */}
      <datalist id={listId}>
        {known.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {kind === 'metric' && (
        <NativeSelect
          className={styles.short ?? ''}
          label={says.of}
          value={of}
          data={Object.entries(says.ofValues).map(([id, label]) => ({ value: id, label }))}
          onChange={(event) => {
            const chosen = event.currentTarget.value as keyof typeof says.ofValues;
            onChange({ kind, key, operator, value, ...(chosen === 'LATEST' ? {} : { of: chosen }) });
          }}
        />
      )}
      <NativeSelect
        className={styles.short ?? ''}
        label={says.operator}
        value={operator}
        data={OPERATORS[kind].map((id) => ({ value: id, label: says.operators[id] }))}
        onChange={(event) =>
          onChange({ ...draft, operator: event.currentTarget.value as KeyCondition['operator'] })
        }
      />
      {operator !== 'there' && (
        <TextInput
          className={styles.short ?? ''}
          label={says.value}
          value={value}
          autoComplete="off"
          spellCheck={false}
          maxLength={500}
          onChange={(event) => onChange({ ...draft, value: event.currentTarget.value })}
        />
      )}
    </>
  );
}

interface PeopleProps {
  readonly chosen: readonly string[];
  readonly people: readonly Somebody[];
  readonly onChange: (chosen: readonly string[]) => void;
}

function People({ chosen, people, onChange }: PeopleProps) {
  if (people.length === 0) return <span className={styles.says}>{says.noPeople}</span>;
  return (
    <>
      <fieldset className={styles.people}>
        <legend className="sr">{says.people}</legend>
        {people.map(({ id, name }, index) => (
          <label key={id}>
            <input
              type="checkbox"
              data-first={index === 0 || undefined}
              checked={chosen.includes(id)}
              onChange={(event) =>
                onChange(
                  event.currentTarget.checked ? [...chosen, id] : chosen.filter((other) => other !== id),
                )
              }
            />
            {name}
          </label>
        ))}
      </fieldset>
      <span className={styles.says}>{says.peopleNote}</span>
    </>
  );
}
