import { expect, it } from 'vitest';
import { paths } from '@/paths';
import { offered, sectionOf, SECTIONS } from './sections';

it.each([
  [paths.home(), 'Home'],
  [paths.project('P1'), 'Projects'],
  [paths.dataset('P1', 'D1'), 'Data sets'],
  [paths.experiment('P1', 'E1'), 'Runs'],
  [paths.run('R1'), 'Runs'],
  ['/compare', 'Runs'],
  [paths.endpoint('E1'), 'Endpoints'],
  [paths.alerts(), 'Alerts'],
  [paths.audit(), 'Settings'],
  [paths.deadLetters(), 'Settings'],
  [paths.limits(), 'Settings'],
  [paths.explorer(), 'Settings'],
  [paths.inbox(), 'Inbox'],
  ['/nowhere', undefined],
])('%s belongs to %s', (address, label) => {
  expect(sectionOf(address)?.label).toBe(label);
});

it('offers what one may read in some project, and no more', () => {
  const offers = offered(SECTIONS, { everywhere: ['COST_READ'], somewhere: ['COST_READ', 'JOB_READ'] });
  expect(offers.map(({ label }) => label)).toEqual(['Home', 'Inbox', 'Jobs', 'Cost', 'Settings']);
});
