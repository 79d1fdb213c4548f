import { expect, test, type Locator } from '@playwright/test';
import { allStates } from './states';
import { SIZES, visit } from './visit';

/** Pages with several charts of one subject. */
const PAGES = ['run-live', 'run-charts', 'compare'];

/** Where of its width the pointer is put: nowhere near where a cursor is by itself. */
const SHARES = [0.3, 0.7];

const states = (await allStates()).filter(({ name }) => PAGES.includes(name));
for (const state of states) {
  test(
    `${state.name}: the charts share the pointer's x`,
    { tag: '@pointer' },
    async ({ browser }, { testId }) => {
      const context = await browser.newContext({ viewport: SIZES.wide });
      const { page, problems } = await visit(context, state, 'wide', testId);
      const charts = page.getByRole('figure').filter({ has: page.getByRole('application') });
      const [first, second] = [charts.nth(0), charts.nth(1)];
      await expect(where(second)).toHaveCount(0);
      const seen: string[] = [];
      for (const share of SHARES) {
        await first.scrollIntoViewIfNeeded();
        const plot = first.locator('.u-over');
        const { width, height } = await sizeOf(plot);
        await plot.hover({ position: { x: width * share, y: height / 2 } });
        await expect(where(first)).toHaveText(/\d/);
        await expect(where(second)).toHaveText((await where(first).textContent()) ?? '');
        // The line stands at that x in the other chart's own pixels, whatever room its axis takes.
        const at = await cursorShare(second);
        expect(Math.abs(at - (await cursorShare(first)))).toBeLessThan(0.01);
        expect(Math.abs(at - share)).toBeLessThan(0.1);
        seen.push((await where(second).textContent()) ?? '');
      }
      expect(new Set(seen).size).toBe(SHARES.length);
      await page.mouse.move(0, 0);
      await expect(where(second)).toHaveCount(0);
      expect(problems).toEqual([]);
      await context.close();
    },
  );
}

/** The legend's last item, which says the x under the pointer while there is one. */
function where(chart: Locator): Locator {
  return chart.getByRole('listitem').filter({ hasText: /^step / });
}

async function sizeOf(element: Locator) {
  const box = await element.boundingBox();
  if (box === null) throw new Error('the chart is not drawn');
  return box;
}

/** Where the cursor's line stands, as a share of the plot's width. */
async function cursorShare(chart: Locator): Promise<number> {
  const plot = await sizeOf(chart.locator('.u-over'));
  const line = await sizeOf(chart.locator('.u-cursor-x'));
  return (line.x - plot.x) / plot.width;
}
