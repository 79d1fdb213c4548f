import { waitFor } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { expect } from 'vitest';

/** More than any dialog has places for. */
const MOST = 80;

/** Presses Tab until the element has the focus: it can be reached by keyboard from where the focus is. */
export async function tabTo(user: UserEvent, element: HTMLElement) {
  for (let pressed = 0; document.activeElement !== element; pressed += 1) {
    if (pressed === MOST) throw new Error(`not reached with ${MOST} presses of Tab: ${element.outerHTML}`);
    await user.tab();
  }
}

/** Down in the menu that has just been opened, once it has the focus. */
export async function arrowTo(user: UserEvent, item: string) {
  await waitFor(() => expect(document.activeElement?.closest('[role=menu]')).not.toBeNull());
  for (let pressed = 0; document.activeElement?.textContent !== item; pressed += 1) {
    if (pressed === MOST) throw new Error(`not reached with ${MOST} presses of the arrow: ${item}`);
    await user.keyboard('{ArrowDown}');
  }
}

/** With the focus on it, as a person has it who came by keyboard; then Enter. */
export async function press(user: UserEvent, element: HTMLElement) {
  element.focus();
  await user.keyboard('{Enter}');
}
