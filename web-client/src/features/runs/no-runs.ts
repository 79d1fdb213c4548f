import type { Nothing } from '@/parts/list-page';

/** How a first run comes about: here, or by a program that logs what it trained elsewhere. */
export const NO_RUNS: Nothing = {
  title: 'No runs yet',
  text: 'Start one here. One that is trained elsewhere is logged by the API, with an API key as its token: createRun begins it, logBatch takes its metrics, finishRun ends it.',
  snippet: 'mutation { createRun(input: { experimentId: "…", name: "first" }) { id } }',
};
