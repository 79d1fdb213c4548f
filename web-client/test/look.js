// Opens every state of every page in Chromium: built pages, the real content security policy, both themes, wide and
// narrow. Fails on a violation of the policy, an axe violation (contrast included), an error in the console or a page
// that scrolls sideways. Pictures: target/look. Needs the built pages (npm run pages) and Debian's chromium.
import axe from 'axe-core';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { preview } from 'vite';

const pictures = join(import.meta.dirname, '../target/look');
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
const THEMES = ['light', 'dark'];

/** @type {{ name: string, day: string, path?: string, ready: string, act?: (page: import('playwright-core').Page, size: string) => Promise<void> }[]} */
const STATES = [
  { name: 'projects', day: 'good', ready: 'text=ETA model' },
  { name: 'projects-many', day: 'many', ready: 'text=Show more', act: showMore },
  { name: 'projects-empty', day: 'empty', ready: 'text=No projects yet' },
  { name: 'projects-loading', day: 'loading', ready: '[aria-busy=true] svg' },
  { name: 'projects-failed', day: 'failed', ready: 'text=Could not load projects' },
  { name: 'projects-forbidden', day: 'forbidden', ready: 'text=Nothing here' },
  { name: 'not-found', day: 'good', path: '/nowhere', ready: 'text=Nothing here' },
  { name: 'sign-in', day: 'signedOut', ready: 'text=Sign in to Keelson' },
  { name: 'session-failed', day: 'broken', ready: 'text=Could not find out' },
  { name: 'no-organisation', day: 'noTenant', ready: 'text=No organisation yet' },
  { name: 'create-refused', day: 'good', ready: 'text=ETA model', act: refuseProject },
  { name: 'tenants', day: 'good', ready: 'text=ETA model', act: openTenants },
  { name: 'account', day: 'good', ready: 'text=ETA model', act: openAccount },
  { name: 'keys', day: 'good', ready: 'text=ETA model', act: (page) => page.keyboard.press('?') },
];

async function showMore(page) {
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText('70 projects in').waitFor();
  await page.mouse.wheel(0, 600);
}

async function refuseProject(page) {
  await page.getByRole('button', { name: 'Create project' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('ETA model');
  await dialog.getByLabel('Slug').fill('eta');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await dialog.getByText('is taken').waitFor();
}

async function openTenants(page, size) {
  if (size === 'narrow') await page.getByRole('button', { name: 'More' }).click();
  else await page.getByRole('button', { name: 'Organisation: ' }).click();
  await page.getByRole('menuitemradio', { name: 'Example Orchard' }).waitFor();
}

async function openAccount(page, size) {
  if (size === 'narrow') await page.getByRole('button', { name: 'More' }).click();
  else await page.getByRole('button', { name: 'Account: ' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
}

async function look(browser, origin, { name, day, path = '/projects', ready, act }, theme, size) {
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme: theme,
    reducedMotion: 'reduce',
  });
  await context.addCookies([{ name: 'day', value: day, url: origin }]);
  const page = await context.newPage();
  const problems = [];
  // A refused request is part of some days; the browser reports each as an error of its own.
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(origin + path);
  await page.locator(ready).first().waitFor();
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
  for (const state of STATES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    for (const theme of THEMES) {
      for (const size of Object.keys(SIZES)) {
        problems.push(...(await look(browser, `http://127.0.0.1:${port}`, state, theme, size)));
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
