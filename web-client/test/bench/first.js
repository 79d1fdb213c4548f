// The first view of Home in the built pages, nothing cached, with the stand-in behind them: when the browser painted the
// largest thing. The baseline is a page of one sentence in the same browser. The last line is one JSON object; ratio is the
// bar (1,300 ms) over the slowest, more is better. Needs the pages (`npm run pages`) and Debian's chromium.
import { loadavg } from 'node:os';
import { percentile, tenths } from './frames.js';
import { withPages } from './served.js';

const BAR_MS = 1_300;
const TIMES = 7;
const SENTENCE = 'data:text/html,<title>one</title><p>A page of one sentence, for the browser alone.</p>';

/** In the page: the last largest paint so far. */
function largestPaint() {
  return new Promise((resolve) => {
    new globalThis.PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({
      type: 'largest-contentful-paint',
      buffered: true,
    });
  });
}

async function paintOf(browser, address, isThere) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies([{ name: 'day', value: 'good', url: 'http://127.0.0.1' }]);
  const page = await context.newPage();
  await page.goto(address);
  await isThere(page);
  // What comes later may be larger.
  await page.waitForTimeout(1_000);
  const paintMs = await page.evaluate(largestPaint);
  await context.close();
  return paintMs;
}

await withPages(async (browser, origin) => {
  const loadBefore = tenths(loadavg()[0]);
  const baseline = [];
  const paints = [];
  for (let at = 0; at < TIMES; at += 1) {
    baseline.push(await paintOf(browser, SENTENCE, (page) => page.locator('p').waitFor()));
    paints.push(
      await paintOf(browser, `${origin}/`, (page) =>
        page.getByRole('heading', { level: 1, name: /./ }).waitFor(),
      ),
    );
  }
  const slowestMs = tenths(Math.max(...paints));
  console.log(
    JSON.stringify({
      bench: 'first',
      ratio: Math.round((BAR_MS / slowestMs) * 100) / 100,
      slowestMs,
      p50Ms: tenths(percentile(paints, 0.5)),
      baseline: { slowestMs: tenths(Math.max(...baseline)), p50Ms: tenths(percentile(baseline, 0.5)) },
      loadBefore,
      paintsMs: paints.map(tenths),
    }),
  );
});
