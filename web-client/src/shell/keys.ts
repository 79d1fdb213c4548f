import { useEffect, useEffectEvent } from 'react';
import { useNavigate } from 'react-router';
import { useRights, type Rights } from '@/api/permissions';
import { followsG, isDialogOpen, isTyping, noteKey } from '@/parts/keyboard';
import { offered, SECTIONS } from './sections';
import { words } from './words';

const says = words.keys;

export interface GlobalKey {
  readonly keys: readonly string[];
  readonly does: string;
}

/** Keys that work on every page, as the dialog behind `?` lists them. */
export function globalKeys(rights: Rights): readonly GlobalKey[] {
  return [
    ...offered(SECTIONS, rights).map(({ key, label }) => ({ keys: ['g', key], does: says.goTo(label) })),
    ...OTHER_KEYS,
  ];
}

const OTHER_KEYS: readonly GlobalKey[] = [
  { keys: ['Ctrl', 'K'], does: says.palette },
  { keys: ['/'], does: says.filter },
  { keys: ['j', 'k'], does: says.rows },
  { keys: ['x'], does: says.select },
  { keys: ['Enter'], does: says.open },
  { keys: ['.'], does: says.menu },
  { keys: ['?'], does: says.all },
  { keys: ['Esc'], does: says.close },
];

/** Listens for the keys above; never while a person types, nor with Ctrl, Alt or Meta held. */
export function useKeys(does: { readonly onHelp: () => void; readonly onPalette: () => void }) {
  const navigate = useNavigate();
  const rights = useRights();
  const onSection = useEffectEvent((key: string) => {
    const section = offered(SECTIONS, rights).find((candidate) => candidate.key === key);
    if (section !== undefined) void navigate(section.path);
    return section !== undefined;
  });
  const onHelp = useEffectEvent(() => does.onHelp());
  const onPalette = useEffectEvent(() => does.onPalette());

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      // The palette opens from a field too: nobody types this.
      if (event.key === 'k' && (event.ctrlKey || event.metaKey) && !isDialogOpen()) {
        event.preventDefault();
        onPalette();
        return;
      }
      if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target) || isDialogOpen()) return;
      const follows = followsG(event);
      noteKey(event);
      if (follows && onSection(event.key)) event.preventDefault();
      else if (event.key === '?') onHelp();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
