import { defineConfig } from '@playwright/test';
import { join } from 'node:path';
import { DRAWN_WITH } from './drawing';

const OUTPUT = join(import.meta.dirname, '../../target/look');

/**
 * Every state of every page in Debian's Chromium, from the built pages, with the stand-in platform behind them; those that
 * a picture is kept of are compared with it.
 */
export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: join(OUTPUT, 'differences'),
  globalSetup: join(import.meta.dirname, 'serve.ts'),
  // One file a state, theme and size: `models-light-wide.png`. A name, not a platform: all have the same Chromium.
  snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
  fullyParallel: true,
  timeout: 60_000,
  expect: {
    timeout: 15_000,
    // A pixel differs by what people see (YIQ), as pixelmatch has it; edges that are smoothed otherwise do not count.
    toHaveScreenshot: { threshold: 0.2, maxDiffPixels: 0, animations: 'disabled', caret: 'hide' },
  },
  // A picture that is missing is a difference; `look:keep` says otherwise.
  updateSnapshots: 'none',
  forbidOnly: true,
  // What differs once and not again is told as flaky; what differs each time has changed.
  retries: 2,
  reporter: [
    ['dot'],
    [join(import.meta.dirname, 'skipped.ts')],
    ['json', { outputFile: join(OUTPUT, 'report.json') }],
  ],
  use: {
    locale: 'en-GB',
    timezoneId: 'UTC',
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 15_000,
    launchOptions: DRAWN_WITH,
  },
});
