// A list of 10,000 rows: how long from a scroll until the rows that belong there are drawn, and how long frames take
// while a person scrolls through it, searches it and sorts it. The last line is one JSON object; ratio is the bar
// (200 ms) over the slowest jump, more is better. Needs Debian's chromium.
import { loadavg } from 'node:os';
import { figures, instrument, measured, percentile, tenths } from './frames.js';
import { withPage } from './served.js';

const BAR_MS = 200;
const JUMPS = 60;
const FRAME = '[role=region]';

/** In the page: scrolls, and waits for the frame that shows what stands there. */
function jump(share) {
  const frame = document.querySelector('[role=region]');
  return new Promise((resolve) => {
    const began = globalThis.performance.now();
    frame.scrollTop = Math.round(share * (frame.scrollHeight - frame.clientHeight));
    function look() {
      const { left, top, bottom } = frame.getBoundingClientRect();
      // Below the sticky head, in the middle, and the last line: no place may be empty.
      const filled = [top + 60, (top + bottom) / 2, bottom - 12].every((y) => {
        const row = document.elementFromPoint(left + 120, y)?.closest('tbody tr');
        return row != null && !row.hasAttribute('data-room');
      });
      if (filled) resolve(globalThis.performance.now() - began);
      else globalThis.requestAnimationFrame(look);
    }
    globalThis.requestAnimationFrame(look);
  });
}

async function untilFirst(page, text, act) {
  const first = page.locator('tbody tr:not([data-room])').first();
  const began = globalThis.performance.now();
  await act();
  await first.getByText(text, { exact: true }).first().waitFor();
  return tenths(globalThis.performance.now() - began);
}

await withPage('list', async (browser, address) => {
  const loadBefore = tenths(loadavg()[0]);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(instrument);
  await page.goto(address);
  await page.getByText('damage-vit-l #0', { exact: true }).waitFor();
  await page.waitForTimeout(500);

  const jumps = [];
  for (let i = 0; i < JUMPS; i += 1) jumps.push(await page.evaluate(jump, ((i * 37) % JUMPS) / JUMPS));
  await page.evaluate(jump, 0);

  const box = await page.locator(FRAME).boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const wheel = await measured(page, async () => {
    for (let i = 0; i < 80; i += 1) {
      await page.mouse.wheel(0, 400);
      await page.waitForTimeout(20);
    }
  });
  await page.evaluate(jump, 0);
  const sortMs = await untilFirst(page, 'damage-vit-l #9999', async () => {
    await page.getByRole('button', { name: 'Started', exact: true }).click();
  });
  const searchMs = await untilFirst(page, 'damage-vit-l #4711', () =>
    page.getByRole('searchbox').fill('#4711'),
  );

  const longestJumpMs = tenths(Math.max(...jumps));
  console.log(
    JSON.stringify({
      bench: 'list',
      ratio: Math.round((BAR_MS / longestJumpMs) * 100) / 100,
      longestJumpMs,
      rows: 10_000,
      loadBefore,
      jumps: { count: JUMPS, p50Ms: tenths(percentile(jumps, 0.5)), p95Ms: tenths(percentile(jumps, 0.95)) },
      wheel: figures(wheel, 50),
      sortMs,
      searchMs,
    }),
  );
});
