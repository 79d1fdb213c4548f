import { waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';

/** Chooses in a field that one types in: by typing the name, or from what the list begins with. */
export async function pick(user: UserEvent, field: HTMLElement, name: string | RegExp) {
  await listOf(user, field);
  if (typeof name === 'string') {
    await user.clear(field);
    await user.type(field, name);
  }
  // What is typed may open another list than the one before.
  await user.click(await (await listOf(user, field)).findByRole('option', { name }));
}

/** What the field offers; opens it where it is closed. */
export async function listOf(user: UserEvent, field: HTMLElement) {
  await waitFor(() => {
    if (asInput(field).disabled) throw new Error('there is nothing to choose from yet');
  });
  if (field.getAttribute('aria-expanded') !== 'true') await user.click(field);
  return within(
    await waitFor(() => {
      const list = document.getElementById(field.getAttribute('aria-controls') ?? '');
      if (list === null) throw new Error('the list did not open');
      return list;
    }),
  );
}

/** What is chosen, in words. */
export function picked(field: HTMLElement): string {
  return asInput(field).value;
}

function asInput(field: HTMLElement): HTMLInputElement {
  if (!(field instanceof HTMLInputElement)) throw new Error('not a field that one types in');
  return field;
}
