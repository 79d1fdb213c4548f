import { ActionIcon, Button } from '@mantine/core';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { ArchiveRunDocument, UnarchiveRunDocument, type RunSaidFragment } from '@/api/generated/runs';
import type { Failure } from '@/api/failure';
import { useChange } from '@/api/use-change';
import { words } from '@/features/runs/words';
import { FormFailure } from '@/parts/form';
import { Icon } from '@/parts/Icon';
import type { RowAction } from '@/parts/RowMenu';
import styles from './change.module.css';
import { EditRunDialog, type EditedPart } from './EditRunDialog';

const says = words.change;

/** What of a run decides what can be done with it. */
export type ChangedRun = RunSaidFragment & { readonly endedAt: string | null };

interface RunChanges {
  /** What may be done with a run, for a menu; nothing for whoever may not. */
  readonly actionsOf: (run: ChangedRun) => readonly RowAction[];
  /** What was archived, with its way back, and the form that is open. */
  readonly shown: ReactNode;
}

/**
 * Renames, notes, tags and archives runs.
 *
 * @param onMoved a list shows one less or one more
 */
export function useRunChanges(mayWrite: boolean, onMoved: () => void): RunChanges {
  const [edited, setEdited] = useState<{ readonly run: ChangedRun; readonly part: EditedPart } | null>(null);
  const [archived, setArchived] = useState<RunSaidFragment | null>(null);
  const there = useChange(ArchiveRunDocument);
  const back = useChange(UnarchiveRunDocument);

  async function archive({ id, version }: RunSaidFragment) {
    back.reset();
    setArchived(null);
    const data = await there.send({ id, expectedVersion: version });
    if (data === null) return;
    setArchived(data.archiveRun);
    onMoved();
  }

  async function bringBack({ id, version }: RunSaidFragment) {
    there.reset();
    if ((await back.send({ id, expectedVersion: version })) === null) return;
    setArchived(null);
    onMoved();
  }

  const acts = useRef({ archive, bringBack });
  useEffect(() => {
    acts.current = { archive, bringBack };
  });
  // The same as long as it offers the same: tables are computed from it.
  const actionsOf = useCallback(
    (run: ChangedRun): readonly RowAction[] => {
      if (!mayWrite) return [];
      const edit = (label: string, part: EditedPart) => ({ label, run: () => setEdited({ run, part }) });
      return [
        edit(says.rename, 'name'),
        edit(says.note, 'note'),
        edit(says.tags, 'tags'),
        ...(run.archivedAt !== null
          ? [{ label: says.bringBack, run: () => void acts.current.bringBack(run) }]
          : run.endedAt !== null
            ? [{ label: says.archive, run: () => void acts.current.archive(run) }]
            : []),
      ];
    },
    [mayWrite],
  );

  return {
    actionsOf,
    shown: (
      <>
        {archived !== null && (
          <Undo
            name={archived.name}
            sending={back.sending}
            onUndo={() => void bringBack(archived)}
            onClose={() => setArchived(null)}
          />
        )}
        <Refused what={says.notArchived} failure={there.failure} />
        <Refused what={says.notBack} failure={back.failure} />
        {edited !== null && (
          <EditRunDialog run={edited.run} first={edited.part} onClose={() => setEdited(null)} />
        )}
      </>
    ),
  };
}

function Refused({ what, failure }: { readonly what: string; readonly failure: Failure | null }) {
  return failure !== null && <FormFailure what={what} failure={failure} />;
}

interface UndoProps {
  readonly name: string;
  readonly sending: boolean;
  readonly onUndo: () => void;
  readonly onClose: () => void;
}

function Undo({ name, sending, onUndo, onClose }: UndoProps) {
  const button = useRef<HTMLButtonElement>(null);
  // Its row is gone, and with it what had the focus.
  useEffect(() => button.current?.focus(), []);
  return (
    <div className={styles.undo} role="status">
      <p>{says.archived(name)}</p>
      <Button ref={button} variant="default" loading={sending} onClick={onUndo}>
        {says.undo}
      </Button>
      <ActionIcon variant="subtle" aria-label={says.dismiss} onClick={onClose}>
        <Icon name="close" size={14} />
      </ActionIcon>
    </div>
  );
}
