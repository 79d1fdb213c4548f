import { Button } from '@mantine/core';
import { useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { SetExpectationsDocument, type SuiteRowFragment } from '@/api/generated/datasets';
import { useChange } from '@/api/use-change';
import { counted } from '@/format/number';
import { Columns, Stack } from '@/parts/Columns';
import { FormFailure } from '@/parts/form';
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

const NO_ERRORS: ReadonlyMap<number, DraftErrors> = new Map();

/** Adds, changes, removes and orders what is expected; nothing holds before it is put in force. */
export function SuiteEditor(props: SuiteEditorProps) {
  const { datasetId, view, from, onStale, onImport, onCancel, onDone } = props;
  const current = view.inForce?.number ?? 0;
  /** The suite that was in force when the person began, or that they chose to replace. */
  const [base, setBase] = useState(current);
  const [drafts, setDrafts] = useState<readonly Draft[]>(() =>
    ((from ?? view.inForce)?.expectations ?? []).map(draftOf),
  );
  const [open, setOpen] = useState<number | null>(null);
  const [missing, setMissing] = useState(NO_ERRORS);
  const list = useRef<HTMLOListElement>(null);
  const adding = useRef<HTMLButtonElement>(null);
  const { send, sending, failure, reset } = useChange(SetExpectationsDocument);
  const refused = failure === null ? NO_ERRORS : placed(failure.places ?? {});
  const isStale = base !== current;
  const isUnchanged = isSame(drafts, view.inForce?.expectations ?? []);

  function change(next: readonly Draft[]) {
    setDrafts(next);
    setMissing(NO_ERRORS);
    reset();
  }

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

  async function save(over: number) {
    if (sending) return;
    const found = new Map(
      drafts
        .map((draft, index) => [index, problemsOf(draft)] as const)
        .filter(([, one]) => Object.keys(one).length > 0),
    );
    setMissing(found);
    const [first] = found.keys();
    if (first !== undefined) {
      setOpen(drafts[first]?.key ?? null);
      return;
    }
    setBase(over);
    const done = await send({
      input: { datasetId, expectedVersion: over, expectations: drafts.map(inputOf) },
    });
    if (done !== null) onDone(done.setExpectations.number);
    else onStale();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!isUnchanged && !isStale) void save(base);
  }

  const errors = missing.size > 0 ? missing : refused;
  const isElsewhere = failure !== null && refused.size === 0 && !(failure.code === 'CONFLICT' && isStale);
  return (
    <div onKeyDown={onKeyDown}>
      <Columns aside={340}>
        <Stack>
          {isStale && view.inForce !== null && (
            <Conflict
              theirs={view.inForce}
              drafts={drafts}
              sending={sending}
              onTakeTheirs={() => {
                setBase(current);
                change((view.inForce?.expectations ?? []).map(draftOf));
              }}
              onPutMine={() => void save(current)}
            />
          )}
          <Panel
            title={current === 0 ? 'What is expected' : 'Edit suite'}
            note={counted(drafts.length, 'check', 'checks')}
            end={
              <Button variant="subtle" onClick={onImport}>
                Import
              </Button>
            }
          >
            {drafts.length === 0 ? (
              <PanelBody>
                <p className="t3">Nothing is expected: add a check, or take one that the profile suggests.</p>
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
                Add a check
              </Button>
            </div>
          </Panel>
          {isElsewhere && <FormFailure what="Could not put the suite in force" failure={failure} />}
          {errors.size > 0 && (
            <p className="sr" role="alert">
              Nothing was put in force:{' '}
              {[...errors].map(([at, one]) => `check ${at + 1}: ${Object.values(one).join('. ')}`).join('; ')}
            </p>
          )}
          <footer className={styles.footer}>
            <p className="t2 f12">
              {drafts.length === 0
                ? 'Versions sealed from now on are not checked any more.'
                : 'Versions sealed from now on are checked by it. Those that are there keep what they were found to be, until they are checked anew.'}
            </p>
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
            <Button
              aria-keyshortcuts="Control+Enter"
              loading={sending}
              disabled={isUnchanged || isStale}
              onClick={() => void save(base)}
            >
              Put suite {current + 1} in force
            </Button>
          </footer>
        </Stack>
        <Suggestions
          profile={view.profile}
          drafts={drafts}
          isFull={drafts.length >= MAX_EXPECTATIONS}
          onAdd={(expectation) => add(draftOf(expectation), false)}
        />
      </Columns>
    </div>
  );
}
