import { inCents, share, sum, type Amount } from '@/format/amount';
import type { Step } from './retraining';

export interface StepCost {
  readonly name: Step['name'];
  /** In whole cents, which add up to those of the whole. */
  readonly amount: Amount;
  /** Of what all steps cost; 0 where that is nothing. */
  readonly share: number;
}

/** Of the steps that a job did, in their order. */
export function costsOf(steps: readonly Pick<Step, 'name' | 'cost'>[]): StepCost[] {
  const billed = steps.flatMap(({ name, cost }) => (cost === null ? [] : [{ name, amount: cost.amount }]));
  const whole = sum(billed.map(({ amount }) => amount));
  const cents = inCents(billed.map(({ amount }) => amount));
  return billed.map(({ name, amount }, index) => ({
    name,
    amount: cents[index] ?? amount,
    share: share(amount, whole),
  }));
}
