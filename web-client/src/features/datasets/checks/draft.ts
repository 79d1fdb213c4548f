import type { ExpectationPartsFragment, NewExpectation } from '@/api/generated/datasets';
import type { Argument } from './catalogue';
import { knownOf } from './catalogue';
import { argumentsOf, percentText } from './sentences';
import { words } from './words';

const says = words.draft;

/** One expectation as it is edited: text, because a field may be half typed. */
export interface Draft {
  /** Its own while it is edited, wherever it is moved to. */
  readonly key: number;
  readonly name: string;
  /** Empty for each table. */
  readonly table: string;
  readonly column: string;
  /** By argument; what the form does not know stays as it came. */
  readonly args: Readonly<Record<string, string>>;
  /** Arguments that no field here is for. */
  readonly others: Readonly<Record<string, unknown>>;
  /** In percent of rows. */
  readonly mostly: string;
  readonly severity: ExpectationPartsFragment['severity'];
  readonly onEmpty: ExpectationPartsFragment['onEmpty'];
}

/** The platform takes so many. */
export const MAX_EXPECTATIONS = 200;

let keys = 0;

export function blank(name = ''): Draft {
  keys += 1;
  return {
    key: keys,
    name,
    table: '',
    column: '',
    args: {},
    others: {},
    mostly: '100',
    severity: 'BLOCK',
    onEmpty: 'FAIL',
  };
}

export function draftOf(
  one: Omit<ExpectationPartsFragment, 'arguments'> & { readonly arguments: unknown },
): Draft {
  const known = knownOf(one.name)?.arguments ?? [];
  const given = argumentsOf(one.arguments);
  const isKnown = (name: string) => known.some((argument) => argument.name === name);
  return {
    ...blank(one.name),
    table: one.table ?? '',
    column: one.column ?? '',
    args: Object.fromEntries(known.map((argument) => [argument.name, typed(argument, given[argument.name])])),
    others: Object.fromEntries(Object.entries(given).filter(([name]) => !isKnown(name))),
    mostly: percentText(one.mostly),
    severity: one.severity,
    onEmpty: one.onEmpty,
  };
}

/** An argument's value as a person would type it. */
function typed({ kind }: Argument, value: unknown): string {
  if (value == null) return '';
  switch (kind) {
    case 'flag':
      return value === true ? 'true' : '';
    case 'unless':
      return value === false ? 'true' : '';
    case 'values':
      return lines(value).map(literal).join('\n');
    case 'names':
    case 'types':
      return lines(value).map(plain).join('\n');
    case 'bound':
      return literal(value);
    case 'quantiles':
      return quantileLines(value);
    default:
      return plain(value);
  }
}

function lines(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Text that would read as something else stands in quotes. */
function literal(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return value !== value.trim() || value === '' || typeof read(value) !== 'string' || value.startsWith('"')
    ? JSON.stringify(value)
    : value;
}

const NUMBER = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A number, true or false where it reads as one; in quotes, or else, text. */
export function read(text: string): string | number | boolean {
  const said = text.trim();
  if (said === 'true' || said === 'false') return said === 'true';
  if (NUMBER.test(said)) return Number(said);
  if (!/^".*"$/.test(said)) return said;
  try {
    const inside: unknown = JSON.parse(said);
    return typeof inside === 'string' ? inside : said;
  } catch {
    return said;
  }
}

function quantileLines(value: unknown): string {
  const { quantiles, value_ranges: ranges } = argumentsOf(value);
  if (!Array.isArray(quantiles) || !Array.isArray(ranges)) return '';
  return quantiles
    .map((quantile, index) => {
      const [min, max] = lines(ranges[index]);
      return [quantile, min ?? '', max ?? ''].map((part) => String(part)).join(', ');
    })
    .join('\n');
}

export type DraftErrors = Readonly<Record<string, string>>;

/** What is missing or out of bounds of one, by field: `column`, `mostly`, an argument's name; the platform checks all of it again. */
export function problemsOf(draft: Draft): DraftErrors {
  const known = knownOf(draft.name);
  if (draft.name === '') return { name: says.needsWhat };
  const found: Record<string, string> = {};
  if (known === undefined) return found;
  if (known.hasColumn && draft.column.trim() === '') found.column = says.theColumn;
  for (const argument of known.arguments) {
    const problem = problemOf(argument, draft.args[argument.name] ?? '');
    if (problem !== null) found[argument.name] = problem;
  }
  const isBetween = known.arguments.some(({ name }) => name === 'min_value');
  if (isBetween && isBlank(draft.args.min_value) && isBlank(draft.args.max_value))
    found.min_value = says.oneOfTheTwo;
  const mostly = Number(draft.mostly);
  if (known.isByRow && !(draft.mostly.trim() !== '' && mostly >= 0 && mostly <= 100))
    found.mostly = says.numberFrom0;
  return found;
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}

function problemOf({ kind, required, label }: Argument, text: string): string | null {
  if (text.trim() === '') return required ? says.expected(label) : null;
  if (kind === 'number' && !NUMBER.test(text.trim())) return 'A number';
  if (kind === 'count' && !/^\d{1,18}$/.test(text.trim())) return says.wholeNumber0;
  if (kind === 'quantiles' && quantilesOf(text) === null) return says.lineEachQuantile;
  return null;
}

/** As the platform takes it; for one without problems. */
export function inputOf(draft: Draft): NewExpectation {
  const known = knownOf(draft.name);
  const args: Record<string, unknown> = { ...draft.others };
  for (const argument of known?.arguments ?? []) {
    const value = valueOf(argument, draft.args[argument.name] ?? '');
    if (value !== null) args[argument.name] = value;
  }
  const column = draft.column.trim();
  return {
    name: draft.name,
    table: draft.table.trim() === '' ? null : draft.table.trim(),
    column: (known?.hasColumn ?? true) && column !== '' ? column : null,
    arguments: args,
    mostly: known?.isByRow === false ? 1 : Number((Number(draft.mostly) / 100).toPrecision(12)),
    severity: draft.severity,
    onEmpty: draft.onEmpty,
  };
}

function valueOf({ kind }: Argument, text: string): unknown {
  const said = text.trim();
  if (said === '') return null;
  switch (kind) {
    case 'flag':
      return true;
    case 'unless':
      return false;
    case 'count':
    case 'number':
      return Number(said);
    case 'bound':
      return read(said);
    case 'values':
      return linesOf(text).map(read);
    case 'names':
    case 'types':
      return linesOf(text);
    case 'quantiles':
      return quantilesOf(text);
    case 'regex':
      return text;
    default:
      return said;
  }
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** `0.5, 10, 20`, a line each; null where one is no such line. */
function quantilesOf(text: string) {
  const quantiles: number[] = [];
  const ranges: (number | null)[][] = [];
  for (const line of linesOf(text)) {
    const parts = line.split(',').map((part) => part.trim());
    const [quantile = '', ...ends] = parts;
    const isRange = ends.length === 2 && ends.every((end) => end === '' || NUMBER.test(end));
    if (!NUMBER.test(quantile) || Number(quantile) < 0 || Number(quantile) > 1 || !isRange) return null;
    quantiles.push(Number(quantile));
    ranges.push(ends.map((end) => (end === '' ? null : Number(end))));
  }
  return { quantiles, value_ranges: ranges };
}

/** As it would read in force; its fields may be half typed. */
export function saidOf(draft: Draft) {
  const { name, table = null, column = null, arguments: args, mostly } = inputOf(draft);
  return { name, table, column, arguments: args, mostly: Number.isFinite(mostly) ? (mostly ?? 1) : 1 };
}

/** Whether two lists of expectations expect the same, in the same order. */
export function isSame(drafts: readonly Draft[], expectations: readonly ExpectationPartsFragment[]): boolean {
  const own = (one: NewExpectation) => JSON.stringify(one);
  return (
    drafts.length === expectations.length &&
    drafts.every((draft, index) => {
      const other = expectations[index];
      return other !== undefined && own(inputOf(draft)) === own(inputOf(draftOf(other)));
    })
  );
}

const PLACE = /expectations\[(\d+)\](?:\.(.+))?$/;

/** What the platform refused, by which expectation and field of it; `name` where it named none. */
export function placed(places: Readonly<Record<string, string>>): ReadonlyMap<number, DraftErrors> {
  const found = new Map<number, Record<string, string>>();
  for (const [place, message] of Object.entries(places)) {
    const [, index, field = 'name'] = PLACE.exec(place) ?? [];
    if (index === undefined) continue;
    const name = field.replace(/^(?:arguments|kwargs)\./, '').replace(/[.[].*$/, '');
    const errors = found.get(Number(index)) ?? {};
    errors[name === 'type' ? 'name' : name] ??= message;
    found.set(Number(index), errors);
  }
  return found;
}
