import { words } from './words';

const says = words.captured;

/** What is kept of one input or output of a request. */
export type Kept =
  | { readonly kind: 'redacted' }
  | { readonly kind: 'shortened'; readonly bytes: number; readonly digest: string }
  | { readonly kind: 'values'; readonly values: readonly unknown[]; readonly type: string };

/** A captured request with its answer. */
export interface Captured {
  readonly id: string;
  /** ISO-8601. */
  readonly time: string;
  readonly revision: number;
  readonly latencyMs: number | null;
  readonly inputs: Readonly<Record<string, Kept>>;
  readonly outputs: Readonly<Record<string, Kept>>;
  /** Of a message that was too large to be kept. */
  readonly requestBytes: number | null;
  readonly answerBytes: number | null;
}

export interface CapturedTable {
  readonly rows: readonly Captured[];
  /** Names in the order in which they come first. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Lines that are no such row: they were cut, or somebody else put them there. */
  readonly unreadable: number;
}

/** Rows as the platform writes them, a line of JSON each. */
export function capturedOf(lines: readonly string[]): CapturedTable {
  const rows = lines.flatMap((line) => {
    const row = rowOf(line);
    return row === null ? [] : [row];
  });
  return {
    rows,
    inputs: namesOf(rows.map(({ inputs }) => inputs)),
    outputs: namesOf(rows.map(({ outputs }) => outputs)),
    unreadable: lines.length - rows.length,
  };
}

function namesOf(all: readonly Readonly<Record<string, Kept>>[]): string[] {
  return [...new Set(all.flatMap((one) => Object.keys(one)))];
}

function rowOf(line: string): Captured | null {
  const row = parsed(line);
  if (!isRecord(row) || typeof row.id !== 'string' || typeof row.time !== 'string') return null;
  return {
    id: row.id,
    time: row.time,
    revision: Number(row.revision),
    latencyMs: typeof row.latency_ms === 'number' ? row.latency_ms : null,
    inputs: tensorsOf(row.inputs),
    outputs: tensorsOf(row.outputs),
    requestBytes: typeof row.request_bytes === 'number' ? row.request_bytes : null,
    answerBytes: typeof row.answer_bytes === 'number' ? row.answer_bytes : null,
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function tensorsOf(value: unknown): Record<string, Kept> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, tensor]) => {
      const kept = keptOf(tensor);
      return kept === null ? [] : [[name, kept] as const];
    }),
  );
}

function keptOf(tensor: unknown): Kept | null {
  if (!isRecord(tensor)) return null;
  if (tensor.redacted === true) return { kind: 'redacted' };
  if (typeof tensor.size_bytes === 'number' && typeof tensor.sha256 === 'string')
    return { kind: 'shortened', bytes: tensor.size_bytes, digest: tensor.sha256 };
  if (!Array.isArray(tensor.data)) return null;
  const type = typeof tensor.datatype === 'string' ? tensor.datatype : '';
  return { kind: 'values', values: tensor.data as readonly unknown[], type };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Elements that are shown in a cell. */
const FEW = 3;

/** `61`, `0.84, 0.16`, `1, 2, 3 and 45 more`. */
export function valuesText(values: readonly unknown[]): string {
  const few = values.slice(0, FEW).map(text).join(', ');
  return values.length > FEW ? says.andMore(few, values.length - FEW) : few;
}

function text(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(6))).replace('-', '−');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
