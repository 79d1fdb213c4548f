import type { Nothing } from '@/parts/list-page';
import { words } from './words';

/** How a first run comes about: here, or by a program that logs what it trained elsewhere. */
export const NO_RUNS: Nothing = {
  ...words.list.nothing,
  snippet: 'mutation { createRun(input: { experimentId: "…", name: "first" }) { id } }',
};
