import { useSearchParams } from 'react-router';
import { Chip } from '@/parts/Filter';
import { stateWord } from '@/parts/State';

export const RUN_STATES = ['SCHEDULED', 'RUNNING', 'FINISHED', 'FAILED', 'KILLED'] as const;

export type RunState = (typeof RUN_STATES)[number];

/** The states that the address asks for; none means all. */
export function useRunStates(): readonly RunState[] {
  const [search] = useSearchParams();
  const wanted = search.get('state')?.split(',') ?? [];
  return RUN_STATES.filter((state) => wanted.includes(state));
}

/** Runs in these states only; asked of the platform, so that counts are true. */
export function StatusChips() {
  const [search, setSearch] = useSearchParams();
  const states = useRunStates();
  function toggle(state: RunState) {
    const next = RUN_STATES.filter((known) => states.includes(known) !== (known === state));
    const changed = new URLSearchParams(search);
    if (next.length === 0) changed.delete('state');
    else changed.set('state', next.join(','));
    setSearch(changed, { replace: true, preventScrollReset: true });
  }
  return RUN_STATES.map((state) => (
    <Chip
      key={state}
      label={stateWord(state)}
      pressed={states.includes(state)}
      onClick={() => toggle(state)}
    />
  ));
}
