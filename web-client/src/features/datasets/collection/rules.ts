import { durationMs } from '@/format/time';
import { DAY_MS, HOUR_MS, MINUTE_MS, WEEK_MS } from '@/format/units';
import type { Errors } from '@/parts/form';
import { words } from './words';

const says = words.rules;

/** When the platform seals what waits, unless it is told otherwise. */
export const STANDARD = { rows: 1_000_000, bytes: 128 * 2 ** 20, ageMs: 15 * MINUTE_MS } as const;

/** A unit of a form, and how many of the base unit it is. */
export interface Unit {
  readonly value: string;
  readonly label: string;
  readonly of: number;
}

export const SIZE_UNITS: readonly Unit[] = [
  { value: 'KiB', label: 'KiB', of: 2 ** 10 },
  { value: 'MiB', label: 'MiB', of: 2 ** 20 },
];

export const AGE_UNITS: readonly Unit[] = [
  { value: 'seconds', label: 'seconds', of: 1_000 },
  { value: 'minutes', label: 'minutes', of: MINUTE_MS },
  { value: 'hours', label: 'hours', of: HOUR_MS },
  { value: 'days', label: 'days', of: DAY_MS },
];

const MAX_ROWS = 10_000_000;
const MIN_BYTES = 2 ** 10;
const MAX_BYTES = 256 * 2 ** 20;
const MIN_AGE_MS = 1_000;
const MAX_AGE_MS = WEEK_MS;

/** What a person types of a collector. */
export interface RuleValues {
  readonly sealAfterRows: string;
  readonly sealAfterBytes: string;
  readonly sizeUnit: string;
  readonly sealAfter: string;
  readonly ageUnit: string;
  /** JSON, or nothing. */
  readonly schema: string;
}

export interface Rule {
  readonly sealAfterRows: number;
  readonly sealAfterBytes: number;
  /** ISO 8601. */
  readonly sealAfter: string;
  readonly schema: unknown;
}

export function valuesOf({ sealAfterRows, sealAfterBytes, sealAfter, schema }: Rule): RuleValues {
  const size = inUnits(sealAfterBytes, SIZE_UNITS);
  const age = inUnits(durationMs(sealAfter) ?? STANDARD.ageMs, AGE_UNITS);
  return {
    sealAfterRows: String(sealAfterRows),
    sealAfterBytes: size.amount,
    sizeUnit: size.unit,
    sealAfter: age.amount,
    ageUnit: age.unit,
    schema: takesAnything(schema) ? '' : JSON.stringify(schema, null, 2),
  };
}

export const STANDARD_VALUES = valuesOf({
  sealAfterRows: STANDARD.rows,
  sealAfterBytes: STANDARD.bytes,
  sealAfter: `PT${STANDARD.ageMs / 1_000}S`,
  schema: null,
});

/** In the largest unit of which it is a whole number. */
function inUnits(amount: number, units: readonly Unit[]): { readonly amount: string; readonly unit: string } {
  const unit = [...units].reverse().find(({ of }) => amount >= of && amount % of === 0) ?? units[0];
  return { amount: String(amount / (unit?.of ?? 1)), unit: unit?.value ?? '' };
}

/** `15 minutes`, `1 day`. */
export function ageInWords(sealAfter: string): string {
  const { amount, unit } = inUnits(durationMs(sealAfter) ?? 0, AGE_UNITS);
  return `${amount} ${amount === '1' ? unit.replace(/s$/, '') : unit}`;
}

/** Whether no event can break it. */
export function takesAnything(schema: unknown): boolean {
  return schema === null || (typeof schema === 'object' && Object.keys(schema).length === 0);
}

function sized(amount: string, unit: string, units: readonly Unit[]): number {
  const typed = amount.trim() === '' ? Number.NaN : Number(amount);
  return typed * (units.find(({ value }) => value === unit)?.of ?? Number.NaN);
}

export function bytesOf({ sealAfterBytes, sizeUnit }: RuleValues): number {
  return Math.round(sized(sealAfterBytes, sizeUnit, SIZE_UNITS));
}

export function ageMsOf({ sealAfter, ageUnit }: RuleValues): number {
  return sized(sealAfter, ageUnit, AGE_UNITS);
}

/** What is wrong, by field; the platform checks all of it again. */
export function checkRules(values: RuleValues): Errors {
  const rows = values.sealAfterRows.trim() === '' ? Number.NaN : Number(values.sealAfterRows);
  const parsed = schemaIn(values.schema);
  return {
    ...(within(rows, 1, MAX_ROWS) && Number.isInteger(rows) ? {} : { sealAfterRows: says.expectedRows }),
    ...(within(bytesOf(values), MIN_BYTES, MAX_BYTES) ? {} : { sealAfterBytes: says.expectedBytes }),
    ...(within(ageMsOf(values), MIN_AGE_MS, MAX_AGE_MS) ? {} : { sealAfter: says.expectedAge }),
    ...('problem' in parsed ? { schema: parsed.problem } : {}),
  };
}

function within(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

/** The schema that was typed; null for none. */
export function schemaIn(text: string): { readonly schema: object | null } | { readonly problem: string } {
  if (text.trim() === '') return { schema: null };
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? { schema: parsed }
      : { problem: says.jsonObjectSuch };
  } catch (failure) {
    return { problem: says.noJson(failure instanceof Error ? failure.message : says.cannotBeRead) };
  }
}

/** As the API takes it; for values without problems. */
export function ruleOf(values: RuleValues): Rule {
  const parsed = schemaIn(values.schema);
  return {
    sealAfterRows: Number(values.sealAfterRows),
    sealAfterBytes: bytesOf(values),
    sealAfter: `PT${ageMsOf(values) / 1_000}S`,
    schema: 'schema' in parsed ? parsed.schema : null,
  };
}
