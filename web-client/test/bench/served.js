import react from '@vitejs/plugin-react';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';

/** What has a day's world behind it: the built pages with the stand-in, at the moment of the reference. */
export async function withPages(use) {
  process.env.KEELSON_REFERENCE_NOW = '1';
  const server = await preview({
    configFile: join(import.meta.dirname, '../vite.alone.config.ts'),
    preview: { host: '127.0.0.1', port: 0, strictPort: false },
    logLevel: 'error',
  });
  await inBrowser(server, (browser) => use(browser, `http://127.0.0.1:${server.httpServer.address().port}`));
}

async function inBrowser(server, use) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    await use(browser);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Builds `<name>.html` of this folder as for production, and hands `use` a browser and where it is served. */
export async function withPage(name, use) {
  const root = import.meta.dirname;
  const outDir = mkdtempSync(join(tmpdir(), `${name}-bench-`));
  const config = {
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [react()],
    resolve: { alias: { '@': fileURLToPath(new URL('../../src', import.meta.url)) } },
    build: { outDir, emptyOutDir: true, rolldownOptions: { input: join(root, `${name}.html`) } },
  };
  await build(config);
  const server = await preview({ ...config, preview: { host: '127.0.0.1', port: 0, strictPort: false } });
  try {
    const address = `http://127.0.0.1:${server.httpServer.address().port}/${name}.html`;
    await inBrowser(server, (browser) => use(browser, address));
  } finally {
    rmSync(outDir, { recursive: true });
  }
}
