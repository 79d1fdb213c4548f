import { expect, it } from 'vitest';
import { areasOf, inShort, PERMISSION_AREAS, permissionWord } from './permission';

it('tells a permission as something to do', () => {
  expect(permissionWord('MODEL_WRITE')).toBe('Register versions');
});

it('groups permissions by what they are about, each once', () => {
  expect(areasOf(['RUN_READ', 'DATASET_WRITE', 'COST_READ']).map(({ area }) => area)).toEqual([
    'Runs and data',
    'Cost',
  ]);
  const all = PERMISSION_AREAS.flatMap(({ members }) => members.map(({ permission }) => permission));
  expect(new Set(all).size).toBe(all.length);
});

it('names the first and counts the others', () => {
  expect(inShort(['JOB_SUBMIT'])).toBe('Start and stop jobs');
  expect(inShort(['RUN_WRITE', 'JOB_SUBMIT', 'COST_READ'])).toBe('Write runs, start and stop jobs, see cost');
  expect(inShort(['RUN_WRITE', 'RUN_READ', 'JOB_SUBMIT', 'COST_READ'])).toBe(
    'Read runs and metrics, write runs and 2 more',
  );
});
