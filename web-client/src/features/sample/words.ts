import { counted } from '@/format/number';

/** What the page of the sample project says. */
export const words = {
  title: 'Sample project',
  lead: 'A project like one that a team has worked in for a month: to look around in, and to remove as a whole.',
  what: 'What it has',
  parts: [
    ['A data set', 'three versions of a table of 178 wines, validated, with what changed between them'],
    ['104 runs', 'real small trainings, carried out elsewhere and logged with the times of the last month'],
    ['Seven jobs', 'trained on the platform: four succeed, one fails, one times out, one is cancelled'],
    ['Three models', 'four versions that the jobs left, awaiting approval'],
    ['A budget', 'of one cent a month, where you may set budgets'],
  ],
  others:
    'Approving a version takes a second person, and only an approved version is served: the versions stay awaiting approval. Nobody is invited.',
  bill: 'The jobs run and are billed: less than a cent in all. The bill stays on record when the project is removed.',
  load: 'Load the sample project',
  goOn: 'Go on',
  stop: 'Stop',
  remove: 'Remove what was loaded',
  open: 'Open the sample project',
  loading: (phase: string, done: number, total: number) =>
    `${phase}: ${done} of ${counted(total, 'step', 'steps')}`,
  stays: 'It stops when you leave this page, and goes on where it was when you come back.',
  begun: (done: number) => `It was stopped after ${counted(done, 'step', 'steps')}.`,
  removing: 'Removing what was loaded',
  elsewhere: 'It is being loaded or removed in another tab of this browser.',
  done: 'The sample project is loaded.',
  could: { load: 'Could not load all of it', remove: 'Could not remove it' },
} as const;
