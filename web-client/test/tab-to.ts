import type { UserEvent } from '@testing-library/user-event';

/** More than any dialog has places for. */
const MOST = 80;

/** Presses Tab until the element has the focus: it can be reached by keyboard from where the focus is. */
export async function tabTo(user: UserEvent, element: HTMLElement) {
  for (let pressed = 0; document.activeElement !== element; pressed += 1) {
    if (pressed === MOST) throw new Error(`not reached with ${MOST} presses of Tab: ${element.outerHTML}`);
    await user.tab();
  }
}

/** With the focus on it, as a person has it who came by keyboard; then Enter. */
export async function press(user: UserEvent, element: HTMLElement) {
  element.focus();
  await user.keyboard('{Enter}');
}
