import type { Page } from '@playwright/test';

export type Theme = 'light' | 'dark';
export type Size = 'wide' | 'narrow';

/** One thing that a page can look like. */
export interface State {
  /** Of its pictures; unlike all others. */
  readonly name: string;
  /** Of `test/days.ts`. */
  readonly day: string;
  readonly path: string;
  /** Selector of what is there when the state is reached. */
  readonly ready: string;
  /** What a person does to reach it. */
  readonly act?: (page: Page, size: Size) => Promise<void>;
}
