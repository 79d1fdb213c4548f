import { describe, expect, it } from 'vitest';
import { check, firstForm, placed, toInput, type DeployForm } from './deploy';

const FORM: DeployForm = {
  endpointName: 'wine',
  minReplicas: '1',
  maxReplicas: '2',
  cpus: '0.5',
  memoryMiB: '512',
  weight: '10',
  requires: 'SEALED',
};

function endpoint(weight: number, status: 'READY' | 'STOPPED') {
  return {
    id: 'e',
    name: 'wine-live',
    version: 1,
    revisions: [{ id: 'r', number: 1, status, weight, modelVersion: null }],
  };
}

describe('a deployment', () => {
  it('begins as a canary where an endpoint has traffic, and alone where none has', () => {
    expect(firstForm('Wine, red', [endpoint(100, 'READY')])).toMatchObject({
      endpointName: 'wine-live',
      weight: '10',
    });
    expect(firstForm('Wine, red', [endpoint(0, 'STOPPED')])).toMatchObject({
      endpointName: 'wine-red',
      weight: '100',
    });
  });

  it('is checked before it is sent', () => {
    expect(check(FORM)).toEqual({});
    expect(check({ ...FORM, endpointName: 'Wine', cpus: '0', memoryMiB: '1.5', weight: '101' })).toEqual({
      endpointName: 'Expected 2 to 63 small letters, digits and hyphens, beginning with a letter',
      cpus: 'Expected a number above 0',
      memoryMiB: 'Expected a whole number above 0',
      weight: 'Expected a whole number from 0 to 100',
    });
    expect(check({ ...FORM, minReplicas: '3' }).maxReplicas).toBe(
      'Expected 3 or more, as many as the minimum',
    );
    expect(check({ ...FORM, maxReplicas: '0' }).maxReplicas).toBe('Expected a whole number, 1 or more');
  });

  it('names its weight only where it shares the traffic, and the endpoint’s version where there is one', () => {
    const target = { ...endpoint(100, 'READY'), version: 7 };
    expect(toInput(FORM, 'p', 'v', target)).toEqual({
      projectId: 'p',
      modelVersionId: 'v',
      endpointName: 'wine',
      expectedVersion: 7,
      minReplicas: 1,
      maxReplicas: 2,
      requires: 'SEALED',
      resources: { cpus: 0.5, memoryBytes: 536_870_912 },
      weight: 10,
    });
    const idle = toInput(FORM, 'p', 'v', endpoint(0, 'STOPPED'));
    expect(idle).not.toHaveProperty('weight');
    expect(idle.expectedVersion).toBe(1);
    expect(toInput({ ...FORM, requires: '' }, 'p', 'v', target)).not.toHaveProperty('requires');
    expect(toInput({ ...FORM, weight: '100' }, 'p', 'v', target)).not.toHaveProperty('weight');
    const first = toInput(FORM, 'p', 'v', undefined);
    expect(first).not.toHaveProperty('weight');
    expect(first.expectedVersion).toBeNull();
  });

  it('shows what the platform refuses at its own field', () => {
    expect(placed({ memoryBytes: 'too much', cpus: 'too many', other: 'x' })).toEqual({
      memoryMiB: 'too much',
      cpus: 'too many',
    });
  });
});
