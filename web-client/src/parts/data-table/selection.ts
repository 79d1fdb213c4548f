import type { OnChangeFn, RowSelectionState } from '@tanstack/react-table';
import { useCallback, useMemo, useState } from 'react';

/** Rows that a person picked; those no longer there are left out by whoever uses them. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** As the table keeps it. */
  readonly state: RowSelectionState;
  readonly change: OnChangeFn<RowSelectionState>;
  readonly clear: () => void;
}

export function useSelection(): Selection {
  const [state, change] = useState<RowSelectionState>({});
  const clear = useCallback(() => change({}), []);
  return useMemo(
    () => ({ ids: new Set(Object.keys(state).filter((id) => state[id] === true)), state, change, clear }),
    [state, clear],
  );
}
