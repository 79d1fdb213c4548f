import { argumentsOf, type Said } from './sentences';

export type Imported = Said;

/** What the text holds, for a person to look over; the platform reads it itself. */
export function suiteIn(
  text: string,
): { readonly problem: string } | { readonly json: unknown; readonly rows: readonly Imported[] } {
  if (text.trim() === '') return { problem: 'The JSON of a suite' };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { problem: `It is no JSON: ${error instanceof Error ? error.message : 'unreadable'}` };
  }
  const { expectations } = argumentsOf(json);
  if (!Array.isArray(expectations))
    return { problem: 'It has no expectations (expected: an object with a list of them)' };
  return { json, rows: expectations.map(rowOf) };
}

function rowOf(one: unknown): Imported {
  const { type, expectation_type: older, kwargs } = argumentsOf(one);
  const { column, mostly, ...args } = argumentsOf(kwargs);
  const name = typeof type === 'string' ? type : typeof older === 'string' ? older : 'without a type';
  return {
    name,
    table: null,
    column: typeof column === 'string' ? column : null,
    arguments: args,
    mostly: typeof mostly === 'number' ? mostly : 1,
  };
}
