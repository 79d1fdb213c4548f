import { defineConfig } from '@playwright/test';
import { join } from 'node:path';
import { launchOptions, LEAVES_OUT_HEAVY, OUTPUT, PLATFORM_URL } from './platform';

const WALK = ['sign-in.spec.ts', 'walk.spec.ts'];

/** Long stories that few changes touch. */
const HEAVY = [
  'operator.spec.ts',
  'people.spec.ts',
  'sign-in-pages.spec.ts',
  'sign-on.spec.ts',
  'upload.spec.ts',
];

/** The console in Debian's Chromium against a platform that runs: its addresses and people come from the environment. */
export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: join(OUTPUT, 'traces'),
  // The walk makes what the other specs look at, and jobs share the cores with the browser.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [
    ['list'],
    ['json', { outputFile: join(OUTPUT, 'report.json') }],
    ['junit', { outputFile: join(OUTPUT, 'junit.xml') }],
  ],
  use: {
    baseURL: PLATFORM_URL,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: launchOptions(),
  },
  projects: [
    { name: 'walk', testMatch: WALK },
    {
      name: 'after',
      testMatch: ['*.spec.ts'],
      testIgnore: LEAVES_OUT_HEAVY ? [...WALK, ...HEAVY] : WALK,
      dependencies: ['walk'],
    },
  ],
});
