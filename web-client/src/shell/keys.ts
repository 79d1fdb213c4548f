import { useEffect, useEffectEvent } from 'react';
import { useNavigate } from 'react-router';
import { SECTIONS } from './sections';

/** How long `g` waits for the key that follows it. */
const SEQUENCE_MS = 1_000;

/** Keys that work on every page, as the dialog behind `?` lists them. */
export const GLOBAL_KEYS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  ...SECTIONS.map(({ key, label }) => ({ keys: ['g', key], does: `Go to ${label}` })),
  { keys: ['?'], does: 'List all keys' },
  { keys: ['Esc'], does: 'Close what is open' },
];

/** Listens for the keys above; never while a person types, nor with Ctrl, Alt or Meta held. */
export function useKeys(showKeys: () => void) {
  const navigate = useNavigate();
  const onSection = useEffectEvent((key: string) => {
    const section = SECTIONS.find((candidate) => candidate.key === key);
    if (section !== undefined) void navigate(section.path);
    return section !== undefined;
  });
  const onHelp = useEffectEvent(showKeys);

  useEffect(() => {
    let startedAt = Number.NEGATIVE_INFINITY;
    function onKeyDown(event: KeyboardEvent) {
      if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target) || isDialogOpen()) return;
      const follows = event.timeStamp - startedAt < SEQUENCE_MS;
      startedAt = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (follows && onSection(event.key)) event.preventDefault();
      else if (event.key === '?') onHelp();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
  );
}

function isDialogOpen(): boolean {
  return document.querySelector('[data-dialog-open]') !== null;
}
