import { test as base, expect, type Browser, type Page } from '@playwright/test';
import type { PersonName } from './platform';
import { signIn } from './sign-in';
import { Watch } from './watch';

/** A person in a browser of their own. */
export interface Seat {
  readonly page: Page;
  readonly watch: Watch;
}

interface ConsoleFixtures {
  /** Signs the person in at a page; each call is another browser. */
  readonly seat: (person: PersonName, path?: string) => Promise<Seat>;
}

/** A test of the console: it fails as well when a page reported an error that the test did not excuse. */
export const test = base.extend<ConsoleFixtures>({
  seat: async ({ browser }, use) => {
    const seats: Seat[] = [];
    await use(async (person, path) => {
      const seat = await openSeat(browser, person, path);
      seats.push(seat);
      return seat;
    });
    const problems = seats.flatMap(({ watch }) => watch.take());
    await Promise.all(seats.map(closeSeat));
    expect(problems, 'errors of the pages').toEqual([]);
  },
});

/** For people who stay from one test to the next; whoever opens a seat takes its problems and closes it. */
export async function openSeat(browser: Browser, person: PersonName, path?: string): Promise<Seat> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, person, path);
  return { page, watch: new Watch(page) };
}

export async function closeSeat({ page }: Seat) {
  await page.context().close();
}

export { expect };
