import { expect, it } from 'vitest';
import { BUILT_IN } from '@/features/members/grants';
import { meaningOf } from './role';

it('says in words what a role may and may not', () => {
  const { does, doesNot } = meaningOf([
    'PROJECT_READ',
    'DATASET_READ',
    'RUN_READ',
    'MODEL_READ',
    'ENDPOINT_READ',
    'JOB_READ',
    'COST_READ',
    'MODEL_APPROVE',
  ]);
  expect(does).toBe(
    'Reads everything in a project and cost; approves or rejects versions that somebody else registered.',
  );
  expect(doesNot).toBe(
    'Changes no project, adds no data, writes no run, starts no job, registers no version.',
  );
});

it('names what is read where it is not everything', () => {
  expect(meaningOf(['RUN_READ', 'DATASET_READ', 'DATASET_WRITE']).does).toBe(
    'Reads data sets and runs; adds and seals data.',
  );
  expect(meaningOf([]).does).toBe('Does nothing yet.');
});

it('has nothing to take from an owner', () => {
  const owner = BUILT_IN.find(({ role }) => role === 'OWNER');
  expect(meaningOf(owner?.permissions ?? []).doesNot).toBeNull();
});
