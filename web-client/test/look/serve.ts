import type { FullConfig } from '@playwright/test';
import { join } from 'node:path';
import { preview } from 'vite';
import { CHROMIUM } from '../chromium';
import { digestOfDrawing } from './drawing';
import { keepDrawing, tellDrawing } from './kept';

/** Serves the built pages with the stand-in behind them, on a free port, while the looks last. */
export default async function serve({ updateSnapshots }: FullConfig) {
  if (CHROMIUM !== null) {
    const digest = await digestOfDrawing();
    tellDrawing(digest);
    if (updateSnapshots !== 'none') keepDrawing(digest);
  }
  process.env.KEELSON_REFERENCE_NOW = '1';
  const server = await preview({
    configFile: join(import.meta.dirname, '../vite.alone.config.ts'),
    preview: { host: '127.0.0.1', port: 0, strictPort: false },
    logLevel: 'error',
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('the pages are not served');
  process.env.KEELSON_LOOK_ORIGIN = `http://127.0.0.1:${address.port}`;
  return () => server.close();
}
