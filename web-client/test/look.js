// Opens every state of every page in Chromium: built pages, the real content security policy, both themes, wide and
// narrow. Fails on a violation of the policy, an axe violation (contrast included), an error in the console or a page
// that scrolls sideways. Pictures: target/look. Needs the built pages (npm run pages) and Debian's chromium.
import axe from 'axe-core';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { preview } from 'vite';

const pictures = join(import.meta.dirname, '../target/look');
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
/** A state that is not reached by then is a problem of its own. */
const READY_MS = 15_000;
const THEMES = ['light', 'dark'];
/** As in test/world/clock.ts: what the pages show as now. */
const REFERENCE_NOW = Date.UTC(2026, 10, 19, 14, 32);

/**
 * One file a feature in test/look; each exports its `states`. `npm run look NAME…` takes those whose name begins so.
 * @typedef {{ name: string, day: string, path: string, ready: string,
 *   act?: (page: import('@playwright/test').Page, size: string) => Promise<void> }} State
 */
const STATES = /** @type {State[]} */ ([]);
for (const file of readdirSync(join(import.meta.dirname, 'look')).sort()) {
  STATES.push(...(await import(`./look/${file}`)).states);
}

/** Only the calendar: with a browser's whole clock stopped, dialogs would never have opened. */
function standStill(now) {
  const Running = globalThis.Date;
  globalThis.Date = class extends Running {
    constructor(...parts) {
      super(...(parts.length === 0 ? [now] : parts));
    }
    static now() {
      return now;
    }
  };
}

async function look(browser, origin, { name, day, path, ready, act }, theme, size) {
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme: theme,
    reducedMotion: 'reduce',
  });
  await context.addCookies([{ name: 'day', value: day, url: origin }]);
  const page = await context.newPage();
  await page.addInitScript(standStill, REFERENCE_NOW);
  const problems = [];
  // A refused request is part of some days; the browser reports each as an error of its own.
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(origin + path);
  await page.locator(ready).first().waitFor({ timeout: READY_MS });
  await act?.(page, size);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(250);
  await page.screenshot({ path: join(pictures, `${name}-${theme}-${size}.png`) });

  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - globalThis.innerWidth);
  if (sideways > 0) problems.push(`scrolls ${sideways} px sideways`);
  // The browser's debugger is not bound by the page's policy, so axe may be put into the page.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  for (const { id, nodes } of violations) {
    problems.push(`axe ${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join(' | ')}`);
  }
  await context.close();
  return problems.map((problem) => `${name} ${theme} ${size}: ${problem}`);
}

process.env.KEELSON_REFERENCE_NOW = '1';
mkdirSync(pictures, { recursive: true });
const server = await preview({
  configFile: join(import.meta.dirname, 'vite.alone.config.ts'),
  preview: { host: '127.0.0.1', port: 0, strictPort: false },
  logLevel: 'error',
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  const { port } = server.httpServer.address();
  const wanted = process.argv.slice(2);
  const problems = [];
  let looks = 0;
  for (const state of STATES.filter(
    ({ name }) => wanted.length === 0 || wanted.some((start) => name.startsWith(start)),
  )) {
    for (const theme of THEMES) {
      for (const size of Object.keys(SIZES)) {
        const looked = look(browser, `http://127.0.0.1:${port}`, state, theme, size);
        problems.push(
          ...(await looked.catch((failure) => [`${state.name} ${theme} ${size}: ${failure.message}`])),
        );
        looks += 1;
      }
    }
  }
  console.log(`console: ${looks} looks, ${problems.length} problems, pictures in ${pictures}`);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  await browser.close();
  await server.close();
}
