import { describe, expect, it } from 'vitest';
import { isSameInEach, rightsOf } from './account-rights';

const OWN = [{ id: 'caller', name: 'Caller', permissions: ['ENDPOINT_INVOKE', 'COST_READ'] as const }].map(
  ({ permissions, ...role }) => ({ ...role, permissions: [...permissions] }),
);
const billing = (projectId: string | null) => ({ role: 'BILLING', projectId, customRole: null }) as const;
const caller = (projectId: string | null) => ({ role: null, projectId, customRole: { id: 'caller' } });

describe('what a service account may', () => {
  it('is what its roles add up to', () => {
    expect(rightsOf([billing(null), caller(null)], OWN)).toEqual([
      { projectId: null, permissions: ['PROJECT_READ', 'COST_READ', 'BUDGET_WRITE', 'ENDPOINT_INVOKE'] },
    ]);
    expect(rightsOf([], OWN)).toEqual([]);
  });

  it('is told of a project where it does not hold everywhere', () => {
    const rights = rightsOf([caller('p'), billing(null), billing('q')], OWN);
    expect(rights).toEqual([
      { projectId: null, permissions: ['PROJECT_READ', 'COST_READ', 'BUDGET_WRITE'] },
      { projectId: 'p', permissions: ['ENDPOINT_INVOKE'] },
    ]);
    expect(isSameInEach(rights)).toBe(false);
    expect(isSameInEach(rightsOf([caller('p'), caller('q')], OWN))).toBe(true);
  });

  it('is nothing of a role that is not known', () => {
    expect(rightsOf([{ role: null, projectId: null, customRole: null }], OWN)).toEqual([]);
  });
});
