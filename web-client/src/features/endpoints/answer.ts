import type { Tensor } from '@/api/signature';
import { metric } from '@/format/number';

/** One output as a table: a row for each row asked about. */
export interface AnswerTable {
  readonly name: string;
  readonly datatype: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Of a classifier's scores: the values themselves, to draw them as bars. */
  readonly scores: readonly (readonly number[])[] | null;
}

/** The platform's answer, cut into rows and named by the signature; empty for what cannot be read. */
export function readAnswer(outputs: unknown, signature: readonly Tensor[]): AnswerTable[] {
  const list = isObject(outputs) && Array.isArray(outputs.outputs) ? outputs.outputs : outputs;
  if (!Array.isArray(list)) return [];
  const classes = signature.find(({ labels }) => labels.length > 0)?.labels ?? [];
  return list.filter(isObject).map((output) => table(output, signature, classes));
}

function table(
  output: Record<string, unknown>,
  signature: readonly Tensor[],
  classes: readonly string[],
): AnswerTable {
  const name = String(output.name);
  const datatype = String(output.datatype);
  const described = signature.find((tensor) => tensor.name === name);
  const data = Array.isArray(output.data) ? (output.data as unknown[]).flat(Infinity) : [];
  const shape = Array.isArray(output.shape) ? output.shape.map(Number) : [data.length];
  const count = shape[0] !== undefined && shape[0] > 0 ? shape[0] : 1;
  const size = Math.max(1, Math.ceil(data.length / count));
  const cut = Array.from({ length: Math.ceil(data.length / size) }, (_, row) =>
    data.slice(row * size, (row + 1) * size),
  );
  const names =
    described === undefined ? [] : described.labels.length > 0 ? described.labels : described.columns;
  const isClass =
    described?.labels.length === 0 && size === 1 && datatype.startsWith('INT') && name === 'label';
  return {
    name,
    datatype,
    columns: Array.from({ length: size }, (_, index) => names[index] ?? (size === 1 ? name : String(index))),
    rows: cut.map((row) => row.map((value) => (isClass ? classOf(value, classes) : shown(value)))),
    scores:
      described?.labels.length === size && cut.every((row) => row.every(isNumber))
        ? cut.map((row) => row.map(Number))
        : null,
  };
}

/** `2, nebbiolo`: the trainer's `label` output is the place of a class in the list of labels. */
function classOf(value: unknown, classes: readonly string[]): string {
  const found = classes[Number(value)];
  return found === undefined ? shown(value) : `${shown(value)}, ${found}`;
}

function shown(value: unknown): string {
  return isNumber(value) ? metric(value) : typeof value === 'string' ? value : JSON.stringify(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
