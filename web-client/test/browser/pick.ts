import type { Locator } from '@playwright/test';

/** Types some of a name into a field, and chooses what it finds. */
export async function pick(field: Locator, name: string): Promise<void> {
  const page = field.page();
  // Its list has the same label while it is open.
  const box = field.and(page.getByRole('combobox'));
  // Of a name that is there already nothing would change, and no list open.
  await box.click();
  await box.fill(name);
  await page.getByRole('option', { name, exact: true }).click();
}
