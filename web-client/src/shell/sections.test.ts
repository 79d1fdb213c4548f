import { expect, it } from 'vitest';
import { paths } from '@/paths';
import { sectionOf } from './sections';

it.each([
  [paths.home(), 'Home'],
  [paths.project('P1'), 'Projects'],
  [paths.dataset('P1', 'D1'), 'Data sets'],
  [paths.experiment('P1', 'E1'), 'Runs'],
  [paths.run('R1'), 'Runs'],
  ['/compare', 'Runs'],
  [paths.endpoint('E1'), 'Endpoints'],
  [paths.audit(), 'Settings'],
  [paths.deadLetters(), 'Settings'],
  [paths.limits(), 'Settings'],
  ['/nowhere', undefined],
])('%s belongs to %s', (address, label) => {
  expect(sectionOf(address)?.label).toBe(label);
});
