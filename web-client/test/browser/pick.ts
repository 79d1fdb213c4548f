import type { Locator } from '@playwright/test';

/** Types some of a name into a field, and chooses what it finds. */
export async function pick(field: Locator, name: string): Promise<void> {
  await field.fill(name);
  await field.page().getByRole('option', { name, exact: true }).click();
}
