import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { SetExpectationsDocument, type SuiteRowFragment } from '@/api/generated/datasets';
import { counted } from '@/format/number';
import { Columns, Stack } from '@/parts/Columns';
import { FormFailure, FormFooter, useForm } from '@/parts/form';
import { sendsOnEnter } from '@/parts/form/sends-on-enter';
import { Icon } from '@/parts/Icon';
import { Panel, PanelBody } from '@/parts/Panel';
import styles from './checks.module.css';
import { Conflict } from './Conflict';
import {
  blank,
  draftOf,
  inputOf,
  isSame,
  MAX_EXPECTATIONS,
  placed,
  problemsOf,
  type Draft,
  type DraftErrors,
} from './draft';
import { ExpectationRow } from './ExpectationRow';
import { Suggestions } from './Suggestions';
import type { SuiteView } from './use-suite';
import { words } from './words';

const says = words.suiteEditor;

interface SuiteEditorProps {
  readonly datasetId: string;
  readonly view: SuiteView;
  /** The suite to begin with; null for the one in force. */
  readonly from: SuiteRowFragment | null;
  /** Another suite is in force than was thought. */
  readonly onStale: () => void;
  readonly onImport: () => void;
  readonly onCancel: () => void;
  /** With the number of the suite that is in force now. */
  readonly onDone: (number: number) => void;
}

/** What is in force, with its number as the version of a form. */
interface Suite {
  readonly version: number;
  readonly expectations: SuiteRowFragment['expectations'];
}

/** Adds, changes, removes and orders what is expected; nothing holds before it is put in force. */
export function SuiteEditor(props: SuiteEditorProps) {
  const { datasetId, view, from, onStale, onImport, onCancel, onDone } = props;
  const current = view.inForce?.number ?? 0;
  const [begun] = useState(current);
  const [open, setOpen] = useState<number | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const adding = useRef<HTMLButtonElement>(null);
  const form = useForm<{ readonly drafts: readonly Draft[] }, Suite>({
    of: { version: current, expectations: view.inForce?.expectations ?? [] },
    // The person began with another suite; theirs is the one in force.
    values: (of) => ({ drafts: (of.version === begun ? (from ?? of) : of).expectations.map(draftOf) }),
    check: (values) => {
      const [first] = problemsIn(values.drafts).keys();
      if (first === undefined) return {};
      setOpen(values.drafts[first]?.key ?? null);
      return { drafts: says.somethingMissing };
    },
    send: async (values, { ask, of }) => {
      const expectations = values.drafts.map(inputOf);
      const input = { datasetId, expectedVersion: of.version, expectations };
      const { setExpectations } = await ask(SetExpectationsDocument, { input });
      onDone(setExpectations.number);
    },
    onRefused: onStale,
  });
  const { drafts } = form.values;
  const { sending, failure, isStale } = form;
  const refused = placed(form.refused?.places ?? {});
  const isUnchanged = isSame(drafts, view.inForce?.expectations ?? []);
  const change = (next: readonly Draft[]) => form.set({ drafts: next });

  function add(draft: Draft, opens: boolean) {
    change([...drafts, draft]);
    if (opens) setOpen(draft.key);
  }

  function move(index: number, step: number, button: HTMLElement) {
    const next = [...drafts];
    const [moved] = next.splice(index, 1);
    if (moved === undefined) return;
    next.splice(index + step, 0, moved);
    // Where its row is moved to, the browser lets go of the button.
    flushSync(() => change(next));
    button.focus();
  }

  function remove(index: number) {
    flushSync(() => change(drafts.filter((_, at) => at !== index)));
    // Its button is gone: the focus goes to that of the row in its place, of the last one, or to what adds one.
    const buttons = list.current?.querySelectorAll<HTMLElement>('[data-remove]') ?? [];
    (buttons[Math.min(index, buttons.length - 1)] ?? adding.current)?.focus();
  }

  const errors = form.errors.drafts === undefined ? refused : problemsIn(drafts);
  const isElsewhere = failure !== null && refused.size === 0;
  const isBlocked = isUnchanged || isStale;
  return (
    <form
      noValidate
      onKeyDown={(event) => {
        // Enter in the field of one check puts no suite in force.
        if (
          event.key === 'Enter' &&
          event.target instanceof HTMLInputElement &&
          !event.ctrlKey &&
          !event.metaKey
        )
          event.preventDefault();
        else sendsOnEnter(isBlocked ? null : form.submit)(event);
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBlocked) form.submit();
      }}
    >
      <Columns aside={340}>
        <Stack>
          {isStale && view.inForce !== null && (
            <Conflict
              theirs={view.inForce}
              drafts={drafts}
              sending={sending}
              onTakeTheirs={form.takeTheirs}
              onPutMine={form.overwrite}
            />
          )}
          <Panel
            title={current === 0 ? says.whatIsExpected : says.editSuite}
            note={counted(drafts.length, 'check', 'checks')}
            end={
              <Button variant="subtle" onClick={onImport}>
                Import
              </Button>
            }
          >
            {drafts.length === 0 ? (
              <PanelBody>
                <p className="t3">{says.nothingIsExpectedAdd}</p>
              </PanelBody>
            ) : (
              <ol ref={list} aria-label="Checks" className={styles.drafts}>
                {drafts.map((draft, index) => (
                  <ExpectationRow
                    key={draft.key}
                    draft={draft}
                    index={index}
                    count={drafts.length}
                    profile={view.profile}
                    errors={errors.get(index) ?? {}}
                    isOpen={draft.key === open}
                    onToggle={() => setOpen(draft.key === open ? null : draft.key)}
                    onChange={(next) => change(drafts.map((one) => (one.key === draft.key ? next : one)))}
                    onRemove={() => remove(index)}
                    onMove={(step, button) => move(index, step, button)}
                  />
                ))}
              </ol>
            )}
            <div className={styles.acts2}>
              <Button
                ref={adding}
                variant="default"
                leftSection={<Icon name="plus" size={14} />}
                disabled={drafts.length >= MAX_EXPECTATIONS}
                onClick={() => add(blank(), true)}
              >
                {says.addACheck}
              </Button>
            </div>
          </Panel>
          {isElsewhere && <FormFailure what={says.what} failure={failure} />}
          {errors.size > 0 && (
            <p className="sr" role="alert">
              {says.nothingWasPut(
                [...errors].map(([at, one]) => says.check(at + 1, Object.values(one).join('. '))).join('; '),
              )}
            </p>
          )}
          <FormFooter
            verb={says.verb(current + 1)}
            sending={sending}
            onCancel={onCancel}
            disabled={isBlocked}
            aside={
              <p className="t2 f12">{drafts.length === 0 ? says.noLongerChecked : says.checkedFromNow}</p>
            }
          />
        </Stack>
        <Suggestions
          profile={view.profile}
          drafts={drafts}
          isFull={drafts.length >= MAX_EXPECTATIONS}
          onAdd={(expectation) => add(draftOf(expectation), false)}
        />
      </Columns>
    </form>
  );
}

function problemsIn(drafts: readonly Draft[]): ReadonlyMap<number, DraftErrors> {
  return new Map(
    drafts
      .map((draft, index) => [index, problemsOf(draft)] as const)
      .filter(([, one]) => Object.keys(one).length > 0),
  );
}
