// A list of 10,000 runs in the built pages, with the stand-in behind them: how long from the press that adds a filter,
// or the last key of a search, until the rows are those that it keeps; in the search the quiet time is within. The
// platform's own part is measured where it runs. The last line is one JSON object; ratio is the bar (300 ms) over the
// slowest, more is better. Needs the pages (`npm run pages`) and Debian's chromium.
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { tenths } from './frames.js';

const BAR_MS = 300;
const TIMES = 7;

process.env.KEELSON_REFERENCE_NOW = '1';
const server = await preview({
  configFile: join(import.meta.dirname, '../vite.alone.config.ts'),
  preview: { host: '127.0.0.1', port: 0, strictPort: false },
  logLevel: 'error',
});
const origin = `http://127.0.0.1:${server.httpServer.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});

/** In the page: from the act until the frame in which the first row is another one. */
function untilChanged(act) {
  const first = () => document.querySelector('tbody tr:not([data-room]) [data-name] a')?.textContent;
  const before = first();
  return new Promise((resolve) => {
    const began = globalThis.performance.now();
    if (act.press !== undefined) document.querySelector(act.press).click();
    else {
      const field = document.querySelector('[data-filter]');
      const { set } = Object.getOwnPropertyDescriptor(globalThis.HTMLInputElement.prototype, 'value');
      set.call(field, act.text);
      field.dispatchEvent(new globalThis.Event('input', { bubbles: true }));
    }
    function look() {
      const now = first();
      if (now !== undefined && now !== before) resolve(globalThis.performance.now() - began);
      else globalThis.requestAnimationFrame(look);
    }
    globalThis.requestAnimationFrame(look);
  });
}

try {
  const loadBefore = tenths(loadavg()[0]);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies([{ name: 'day', value: 'manyRuns', url: origin }]);
  const page = await context.newPage();
  await page.clock.setFixedTime(new Date('2026-11-19T14:32:00Z'));
  await page.goto(`${origin}/runs`);
  await page.getByRole('link', { name: 'search-10000', exact: true }).waitFor();
  await page.waitForTimeout(1_000);

  const added = [];
  const searched = [];
  for (let at = 0; at < TIMES; at += 1) {
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('radio', { name: 'Metric', exact: true }).check();
    await page.getByRole('combobox', { name: 'Metric', exact: true }).fill('val/f1');
    await page.getByRole('textbox', { name: 'Value', exact: true }).fill(String(0.9285 - at / 10_000));
    // What it would keep is counted first, as a person who reads that waits.
    await page.getByText(/^keeps [1-9]/).waitFor();
    added.push(await page.evaluate(untilChanged, { press: 'form[aria-label="Add a filter"] [type=submit]' }));
    await page.getByRole('button', { name: /^Remove filter/ }).click();
    await page.getByRole('link', { name: 'search-10000', exact: true }).waitFor();
    searched.push(await page.evaluate(untilChanged, { text: `search-0${4_711 + at}` }));
    await page.getByRole('searchbox').fill('');
    await page.getByRole('link', { name: 'search-10000', exact: true }).waitFor();
  }
  const slowestMs = tenths(Math.max(...added, ...searched));
  console.log(
    JSON.stringify({
      bench: 'runs',
      ratio: Math.round((BAR_MS / slowestMs) * 100) / 100,
      slowestMs,
      runs: 10_000,
      loadBefore,
      addedMs: added.map(tenths),
      searchedMs: searched.map(tenths),
    }),
  );
} finally {
  await browser.close();
  await server.close();
}
