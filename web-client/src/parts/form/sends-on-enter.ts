import type { KeyboardEvent } from 'react';

/** `Ctrl Enter`, `Cmd Enter` on a Mac, sends from any field; null: nothing is sent now. */
export function sendsOnEnter(send: (() => void) | null) {
  return (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    send?.();
  };
}
