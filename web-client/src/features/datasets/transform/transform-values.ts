import type { RunTransformInput, TransformFormat } from '@/api/generated/datasets';
import { suggestSlug } from '@/format/slug';
import type { DataGate } from '@/parts/data-gate';
import { words } from './words';

const says = words.transformValues;

/** The platform takes so many. */
export const MAX_INPUTS = 20;
const MAX_SQL_CHARACTERS = 32_768;
const MAX_NAME_CHARACTERS = 63;
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;
const MIB = 2 ** 20;
const MIN_MEMORY_MIB = 512;

export interface SourceValue {
  /** What the statement calls it. */
  readonly name: string;
  readonly versionId: string;
}

export interface TransformValues {
  readonly sql: string;
  readonly inputs: readonly SourceValue[];
  /** The least that each of them must be. */
  readonly requires: DataGate;
  /** What the version's table is written as. */
  readonly format: TransformFormat;
  readonly cpus: string;
  readonly memoryMib: string;
  readonly maxMinutes: string;
}

/** What the platform takes where nothing is said. */
export const USUAL = { format: 'PARQUET', cpus: '1', memoryMib: '1024', maxMinutes: '60' } as const;

export const FORMATS: readonly { readonly value: TransformFormat; readonly label: string }[] = [
  { value: 'PARQUET', label: 'Parquet' },
  { value: 'CSV', label: says.csv },
];

export function isFormat(value: string): value is TransformFormat {
  return FORMATS.some((format) => format.value === value);
}

/** A word for it, beside other words. */
export function formatWord(format: TransformFormat): string {
  return format === 'CSV' ? 'CSV' : 'Parquet';
}

/** What is wrong, by field: `inputs.0.name` of one input, `inputs` of all of them. */
export type TransformErrors = Partial<Record<string, string>>;

/** A name for the data set in a statement, unlike those that are taken there. */
export function tableName(dataset: string, taken: readonly string[]): string {
  const slug = suggestSlug(dataset).replaceAll('-', '_');
  const name = (/^[a-z]/.test(slug) ? slug : `data${slug === '' ? '' : '_'}${slug}`).slice(
    0,
    MAX_NAME_CHARACTERS,
  );
  const isFree = (one: string) => !taken.some((other) => other.toLowerCase() === one);
  for (let nth = 2, free = name; ; nth += 1) {
    if (isFree(free)) return free;
    const ending = `_${nth}`;
    free = name.slice(0, MAX_NAME_CHARACTERS - ending.length) + ending;
  }
}

/** What is missing or out of bounds; the platform checks all of it again. */
export function problems({ sql, inputs, cpus, memoryMib, maxMinutes }: TransformValues): TransformErrors {
  const found: TransformErrors = {};
  if (sql.trim() === '') found.sql = says.selectThatMakes;
  else if (sql.length > MAX_SQL_CHARACTERS)
    found.sql = says.charactersExpectedAtMost(sql.length, MAX_SQL_CHARACTERS);
  inputs.forEach(({ name, versionId }, index) => {
    const before = inputs.slice(0, index).map((input) => input.name.trim().toLowerCase());
    if (versionId === '') found[`inputs.${index}.versionId`] = says.versionToRead;
    if (!NAME.test(name.trim())) found[`inputs.${index}.name`] = says.lettersDigits63;
    else if (before.includes(name.trim().toLowerCase()))
      found[`inputs.${index}.name`] = says.eachNameOnceWhatever;
  });
  if (!(Number(cpus) > 0)) found.cpus = says.numberAbove0;
  if (!(Number(memoryMib) >= MIN_MEMORY_MIB)) found.memoryMib = says.mibAtLeast(MIN_MEMORY_MIB);
  if (!(Number(maxMinutes) > 0)) found.maxMinutes = says.numberOfMinutes;
  return found;
}

/** Fields of this form under the names that the platform gives them. */
const PLACES: Readonly<Record<string, string>> = {
  sql: 'sql',
  inputs: 'inputs',
  cpus: 'cpus',
  memoryBytes: 'memoryMib',
  maxDuration: 'maxMinutes',
};

/** What the platform refused, under the fields of this form; empty where it named none of them. */
export function placed(
  fields: Readonly<Record<string, string>>,
  inputs: readonly SourceValue[],
): TransformErrors {
  const found: TransformErrors = {};
  for (const [field, message] of Object.entries(fields)) {
    const place = PLACES[field] ?? placeOfInput(field, inputs);
    if (place !== undefined) found[place] ??= message;
  }
  return found;
}

/** It does not say of which input: where there are several, all of them are meant. */
function placeOfInput(field: string, inputs: readonly SourceValue[]): string | undefined {
  if (field !== 'name' && field !== 'datasetVersionId') return undefined;
  if (inputs.length > 1) return 'inputs';
  return field === 'name' ? 'inputs.0.name' : 'inputs.0.versionId';
}

/** As the platform takes it; for values without problems. */
export function toInput(datasetId: string, values: TransformValues): RunTransformInput {
  return {
    datasetId,
    sql: values.sql,
    inputs: values.inputs.map(({ name, versionId }) => ({ name: name.trim(), datasetVersionId: versionId })),
    // What the platform asks where nothing is said.
    ...(values.requires === 'SEALED' ? {} : { requires: values.requires }),
    ...(values.format === USUAL.format ? {} : { format: values.format }),
    resources: {
      cpus: Number(values.cpus),
      memoryBytes: Math.round(Number(values.memoryMib) * MIB),
    },
    maxDuration: `PT${Math.round(Number(values.maxMinutes) * 60)}S`,
  };
}
