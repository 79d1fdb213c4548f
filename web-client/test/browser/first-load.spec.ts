import { expect, test } from './console-test';
import { figure } from './inspection';
import { Watch } from './watch';

test('the first load, signed in, takes two requests', async ({ seat, browser }) => {
  const { page: signedIn } = await seat('engineer');
  const storageState = await signedIn.context().storageState();
  const context = await browser.newContext({ storageState });
  const page = await context.newPage();
  const watch = new Watch(page);

  const { operations, waterfall } = await watch.view(() => page.goto('/'));
  const paintMs = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe(
          {
            type: 'largest-contentful-paint',
            buffered: true,
          },
        );
      }),
  );

  figure(
    `First load of Home: largest contentful paint ${Math.round(paintMs)} ms, ${operations.length} requests (${operations.join(', ')}), waterfall ${waterfall}`,
  );
  expect(operations.length, operations.join(', ')).toBeLessThanOrEqual(2);
  expect(waterfall).toBeLessThanOrEqual(2);
  expect(watch.take()).toEqual([]);
  await context.close();
});
