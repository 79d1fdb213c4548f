import { rowSize, type Tensor } from '@/api/signature';
import { words } from './words';

const says = words.inputs;

/** A tensor as the Open Inference Protocol writes it in JSON. */
export interface TensorJson {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly data: readonly (number | string | boolean)[];
}

/** One thing to fill in: a value of a row, or where a row is too long for that, the row as a list. */
export interface Field {
  readonly key: string;
  readonly tensor: Tensor;
  readonly label: string;
  /** Datatype, and what is known of the values. */
  readonly hint: string;
  readonly kind: 'number' | 'integer' | 'text' | 'boolean' | 'list';
  readonly example: string;
}

/** What the values of a column looked like in the data that the model learned from. */
export interface ColumnExample {
  readonly name: string;
  readonly mean: number | null;
  readonly min: string | null;
  readonly max: string | null;
}

/** Longer rows are one field with all their values in it. */
export const MAX_FIELDS_PER_TENSOR = 64;

export function fieldsOf(inputs: readonly Tensor[], examples: readonly ColumnExample[]): Field[] {
  const known = new Map(examples.map((example) => [example.name, example]));
  return inputs.flatMap((tensor) => {
    const size = rowSize(tensor);
    if (size === null || size > MAX_FIELDS_PER_TENSOR) return [listField(tensor, size)];
    return Array.from({ length: size }, (_, index) => {
      const column = tensor.columns[index] ?? null;
      const name = column ?? (size === 1 ? tensor.name : `${tensor.name}[${index}]`);
      return valueField(tensor, `${tensor.name}.${index}`, name, known.get(name));
    });
  });
}

function valueField(tensor: Tensor, key: string, label: string, example: ColumnExample | undefined): Field {
  const kind = kindOf(tensor.datatype);
  const range =
    kind !== 'text' && example?.min != null && example.max != null
      ? says.inTraining(short(Number(example.min)), short(Number(example.max)))
      : '';
  return { key, tensor, label, hint: `${tensor.datatype}${range}`, kind, example: exampleOf(kind, example) };
}

function listField(tensor: Tensor, size: number | null): Field {
  const many = size === null ? 'values' : says.values(size);
  const example = kindOf(tensor.datatype) === 'text' ? '' : '0';
  return {
    key: `${tensor.name}.*`,
    tensor,
    label: tensor.name,
    hint: says.hint(tensor.datatype, many),
    kind: 'list',
    example: Array.from({ length: size ?? 1 }, () => example).join(', '),
  };
}

function exampleOf(kind: Field['kind'], example: ColumnExample | undefined): string {
  if (kind === 'text') return '';
  if (kind === 'boolean') return 'false';
  const mean = example?.mean ?? 0;
  return kind === 'integer' ? String(Math.round(mean)) : short(mean);
}

/** Four significant digits: an example, not a measurement. */
function short(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : '0';
}

function kindOf(datatype: string): 'number' | 'integer' | 'text' | 'boolean' {
  if (datatype === 'BOOL') return 'boolean';
  if (datatype === 'BYTES') return 'text';
  return /^U?INT/.test(datatype) ? 'integer' : 'number';
}

export type Built =
  | { readonly inputs: readonly TensorJson[] }
  /** By the key of the field. */
  | { readonly errors: Readonly<Record<string, string>> };

/** One row for each tensor out of what was filled in. */
export function build(fields: readonly Field[], values: Readonly<Record<string, string>>): Built {
  const errors: Record<string, string> = {};
  const byTensor = new Map<Tensor, (number | string | boolean)[]>();
  for (const field of fields) {
    const read = readField(field, values[field.key] ?? field.example);
    if (typeof read === 'string') errors[field.key] = read;
    else byTensor.set(field.tensor, [...(byTensor.get(field.tensor) ?? []), ...read]);
  }
  if (Object.keys(errors).length > 0) return { errors };
  return {
    inputs: [...byTensor].map(([{ name, datatype, shape }, data]) => ({
      name,
      datatype,
      shape: oneRow(shape, data.length),
      data,
    })),
  };
}

/** The values, or a sentence of what was expected. */
function readField(field: Field, text: string): (number | string | boolean)[] | string {
  if (field.kind !== 'list') {
    const value = readValue(field.kind, text);
    return value === null ? expected(field.kind, text) : [value];
  }
  const kind = kindOf(field.tensor.datatype);
  const parts = text.split(',').map((part) => part.trim());
  const size = rowSize(field.tensor);
  if (size !== null && parts.length !== size) return says.valuesExpected(parts.length, size);
  const values: (number | string | boolean)[] = [];
  for (const part of parts) {
    const value = readValue(kind, part);
    if (value === null) return expected(kind, part);
    values.push(value);
  }
  return values;
}

function readValue(kind: 'number' | 'integer' | 'text' | 'boolean', text: string) {
  if (kind === 'text') return text;
  if (kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : null;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) return null;
  return kind === 'integer' && !Number.isSafeInteger(value) ? null : value;
}

function expected(kind: string, text: string): string {
  const what = kind === 'integer' ? says.wholeNumber : kind === 'boolean' ? says.trueOrFalse : says.aNumber;
  return says.expected(text.trim() === '' ? 'nothing' : text, what);
}

/** The first size is the batch; another one that may be any follows from how many values there are. */
function oneRow(shape: readonly number[], values: number): number[] {
  if (shape.length === 0) return [1];
  const [, ...perRow] = shape;
  const fixed = perRow.filter((size) => size >= 0).reduce((product, size) => product * size, 1);
  let open = perRow.filter((size) => size < 0).length;
  return [1, ...perRow.map((size) => (size >= 0 ? size : --open === 0 ? values / fixed : 1))];
}

/** Inputs that a person wrote as JSON: an array of tensors, or an object that has one under `inputs`. */
export function parseInputs(text: string): { inputs: unknown } | { error: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (problem) {
    return { error: problem instanceof Error ? problem.message : says.noJson };
  }
  const inputs = typeof json === 'object' && json !== null && 'inputs' in json ? json.inputs : json;
  return Array.isArray(inputs) && inputs.length > 0 ? { inputs } : { error: says.expectedAnArray };
}
