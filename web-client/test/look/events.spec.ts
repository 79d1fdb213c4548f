import { expect, test, type Locator } from '@playwright/test';
import { allStates } from './states';
import { SIZES, visit } from './visit';

/** A page of charts with events that stand close together. */
const PAGE = 'endpoint';

const states = (await allStates()).filter(({ name }) => name === PAGE);
for (const state of states) {
  for (const size of ['wide', 'narrow'] as const) {
    test(
      `${state.name} ${size}: events stand above the plot, and each is reached by keyboard`,
      { tag: '@pointer' },
      async ({ browser }, { testId }) => {
        const context = await browser.newContext({ viewport: SIZES[size] });
        const { page, problems } = await visit(context, state, size, testId);
        for (const title of ['Traffic', 'Latency', 'Replicas']) {
          const chart = page.getByRole('figure', { name: title, exact: true });
          const marks = chart.getByRole('toolbar').getByRole('button');
          const plot = await boxOf(chart.locator('.u-over'));
          const boxes = await Promise.all((await marks.all()).map(boxOf));
          for (const [index, { x, y, height }] of boxes.entries()) {
            expect(y + height).toBeLessThanOrEqual(plot.y);
            const before = boxes[index - 1];
            if (before !== undefined) expect(x).toBeGreaterThanOrEqual(before.x + before.width);
          }
          const told = await reached(chart, marks);
          for (const words of ['5 → 6 replicas at', '6 → 7 replicas at', '7 → 6 replicas at'])
            expect(told.filter((name) => name.includes(words))).toHaveLength(1);
        }
        expect(problems).toEqual([]);
        await context.close();
      },
    );
  }
}

/** From the first to the last by the arrow; the legend tells of the moment of each. */
async function reached(chart: Locator, marks: Locator): Promise<readonly string[]> {
  const { length } = await marks.all();
  const names: string[] = [];
  await marks.first().focus();
  for (let index = 0; index < length; index += 1) {
    const mark = marks.nth(index);
    await expect(mark).toBeFocused();
    await expect(chart.getByRole('listitem').filter({ hasText: / UTC$/ })).toHaveCount(1);
    names.push((await mark.getAttribute('aria-label')) ?? '');
    await mark.press('ArrowRight');
  }
  await marks.nth(length - 1).blur();
  await expect(chart.getByRole('listitem').filter({ hasText: / UTC$/ })).toHaveCount(0);
  return names;
}

async function boxOf(element: Locator) {
  const box = await element.boundingBox();
  if (box === null) throw new Error('not drawn');
  return box;
}
