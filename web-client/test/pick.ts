import { within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';

/** Chooses by the mouse in a field that one types in. */
export async function pick(user: UserEvent, field: HTMLElement, label: string | RegExp) {
  await user.click(field);
  const list = document.getElementById(field.getAttribute('aria-controls') ?? '');
  if (list === null) throw new Error('the list did not open');
  await user.click(within(list).getByRole('option', { name: label }));
}
