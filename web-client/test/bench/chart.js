// 20 series of 10,000 points, with one more each 100 ms, while a person scrolls, pans and zooms: how long frames take,
// with all of them in one chart and with twenty charts. The last line is one JSON object; ratio is the bar (50 ms)
// over the longest frame, more is better. Needs Debian's chromium.
import { loadavg } from 'node:os';
import { figures, instrument, measured } from './frames.js';
import { withPage } from './served.js';

const BAR_MS = 50;

const acts = {
  live: (page) => page.waitForTimeout(4_000),
  hover: async (page, box) => {
    for (let i = 0; i < 60; i += 1) {
      await page.mouse.move(box.x + 20 + (i * (box.width - 40)) / 60, box.y + box.height / 2);
    }
  },
  scroll: async (page) => {
    for (let i = 0; i < 40; i += 1) {
      await page.mouse.wheel(0, i < 20 ? 40 : -40);
      await page.waitForTimeout(30);
    }
  },
  pan: async (page) => {
    await page.keyboard.down('Shift');
    for (let i = 0; i < 80; i += 1) {
      await page.mouse.wheel(0, i < 40 ? -60 : 60);
      await page.waitForTimeout(25);
    }
    await page.keyboard.up('Shift');
  },
};

/** One sees a part of the chart before one pans. */
const prepare = {
  pan: async (page) => {
    await page.keyboard.down('Control');
    for (let i = 0; i < 6; i += 1) await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    await page.waitForTimeout(200);
  },
};

await withPage('chart', async (browser, address) => {
  const loadBefore = Math.round(loadavg()[0] * 10) / 10;
  const parts = { one: await watch(browser, address), many: await watch(browser, `${address}?charts=many`) };
  const longestFrameMs = Math.max(
    ...Object.values(parts).flatMap((acts) => Object.values(acts).map(({ maxMs }) => maxMs)),
  );
  const ratio = Math.round((BAR_MS / longestFrameMs) * 100) / 100;
  console.log(
    JSON.stringify({
      bench: 'chart',
      ratio,
      longestFrameMs,
      series: 20,
      points: 10_000,
      loadBefore,
      ...parts,
    }),
  );
});

async function watch(browser, address) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(instrument);
  await page.goto(address);
  const plot = page.locator('.u-over').first();
  await plot.waitFor();
  await page.waitForTimeout(1_500);
  const box = await plot.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const seen = {};
  for (const [name, act] of Object.entries(acts)) {
    await prepare[name]?.(page);
    seen[name] = figures(await measured(page, () => act(page, box)), BAR_MS);
  }
  await page.close();
  return seen;
}
