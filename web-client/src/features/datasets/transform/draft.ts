import type { SourceValue, TransformValues } from './transform-values';

/** A statement that is being written stays as long as the browser's tab is open, wherever one looks meanwhile. */
const keyOf = (dataset: string) => `keelson.sql.${dataset}`;

export type Draft = Pick<TransformValues, 'sql' | 'inputs'>;

export function keptDraft(dataset: string): Draft | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(dataset)) ?? 'null');
    return isDraft(kept) ? kept : null;
  } catch {
    return null;
  }
}

export function keepDraft(dataset: string, { sql, inputs }: Draft) {
  try {
    sessionStorage.setItem(keyOf(dataset), JSON.stringify({ sql, inputs }));
  } catch {
    // Without storage it is written anew.
  }
}

export function dropDraft(dataset: string) {
  try {
    sessionStorage.removeItem(keyOf(dataset));
  } catch {
    // There is none.
  }
}

function isDraft(kept: unknown): kept is Draft {
  const { sql, inputs } = (kept ?? {}) as Partial<Record<keyof Draft, unknown>>;
  return typeof sql === 'string' && Array.isArray(inputs) && inputs.length > 0 && inputs.every(isSource);
}

function isSource(one: unknown): one is SourceValue {
  const { name, versionId } = (one ?? {}) as Partial<Record<keyof SourceValue, unknown>>;
  return typeof name === 'string' && typeof versionId === 'string';
}
