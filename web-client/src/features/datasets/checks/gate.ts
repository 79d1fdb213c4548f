import type {
  DatasetVersionRowFragment,
  ValidationDetailFragment,
  WaiverRowFragment,
} from '@/api/generated/datasets';
import { count, counted } from '@/format/number';
import type { Figure } from '@/parts/Strip';
import { sentence } from './sentences';
import { words } from './words';

const says = words.gate;

export type CheckResult = ValidationDetailFragment['results']['edges'][number]['node'];

/** How long a waiver may last. */
export const MAX_WAIVED_DAYS = 90;

/** What became of the checks, in figures. */
export function totals({ passed, warned, failed }: ValidationDetailFragment) {
  return { all: passed + warned + failed, passed, otherwise: warned + failed };
}

export function gateFigure(validation: ValidationDetailFragment): Figure {
  const { all, passed } = totals(validation);
  if (validation.status === 'RUNNING') return { label: 'Gate', value: '–', context: [says.checksAreRunning] };
  if (validation.status === 'ERRORED')
    return { label: 'Gate', value: '–', context: [says.couldNotBeChecked] };
  return {
    label: 'Gate',
    value: count(passed),
    unit: says.unit(all),
    context: [outcome(validation)],
  };
}

/** `1 failed that blocks, 2 that warn`. */
export function outcome({ failed, warned }: ValidationDetailFragment): string {
  if (failed + warned === 0) return says.allPassed;
  const blocking = failed === 0 ? [] : [says.failed(failed)];
  const warning = warned === 0 ? [] : [counted(warned, 'warning', 'warnings')];
  return [...blocking, ...warning].join(', ');
}

/** Failed ones first, those that block before the others; else in the suite's order. */
export function failedFirst(results: readonly CheckResult[]): readonly CheckResult[] {
  return [...results].sort((a, b) => rank(a) - rank(b) || a.number - b.number);
}

const RANKS: Readonly<Record<CheckResult['severity'], number>> = { BLOCK: 0, WARN: 1, INFO: 2 };

function rank({ success, severity }: CheckResult): number {
  return success ? 3 : RANKS[severity];
}

/** Waits or holds: then no other can be asked for. */
export function isOpen({ status, endsAt }: WaiverRowFragment, nowMs: number): boolean {
  return (status === 'ASKED' || status === 'GRANTED') && Date.parse(endsAt) > nowMs;
}

export function openWaiverOf(
  { waivers }: ValidationDetailFragment,
  number: number,
  nowMs: number,
): WaiverRowFragment | undefined {
  return waivers.find((waiver) => waiver.number === number && isOpen(waiver, nowMs));
}

/** A waiver whose time is over says so, whatever it was. */
export function waiverState({ status, endsAt }: WaiverRowFragment, nowMs: number): WaiverState {
  const isOver = (status === 'ASKED' || status === 'GRANTED') && Date.parse(endsAt) <= nowMs;
  return isOver ? 'LAPSED' : status;
}

export type WaiverState = WaiverRowFragment['status'] | 'LAPSED';

/** Whoever asked does not grant; the platform says the same of their keys. */
export function isAsker(
  { askedBy }: WaiverRowFragment,
  { username, email }: { readonly username: string; readonly email: string },
): boolean {
  return askedBy.label === username || askedBy.label === email;
}

const CHECKABLE: readonly DatasetVersionRowFragment['status'][] = ['VALIDATED', 'REJECTED', 'ERRORED'];

/** Whether it may be checked by the suite that is in force now. */
export function isCheckable(
  { status, digest }: Pick<DatasetVersionRowFragment, 'status' | 'digest'>,
  checkedBy: string | null,
  inForce: string | null,
): boolean {
  return inForce !== null && checkedBy !== inForce && digest !== null && CHECKABLE.includes(status);
}

/** What was expected, of which table where the version has several. */
export function checkSentence({ results }: ValidationDetailFragment, result: CheckResult): string {
  const tables = new Set(results.edges.map(({ node }) => node.table));
  return sentence({ ...result.expectation, table: tables.size > 1 ? result.table : null });
}
