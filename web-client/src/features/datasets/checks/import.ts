import { argumentsOf, type Said } from './sentences';
import { words } from './words';

const says = words.import;

export type Imported = Said;

/** What the text holds, for a person to look over; the platform reads it itself. */
export function suiteIn(
  text: string,
): { readonly problem: string } | { readonly json: unknown; readonly rows: readonly Imported[] } {
  if (text.trim() === '') return { problem: says.theJson };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { problem: says.noJson(error instanceof Error ? error.message : 'unreadable') };
  }
  const { expectations } = argumentsOf(json);
  if (!Array.isArray(expectations)) return { problem: says.hasNoExpectations };
  return { json, rows: expectations.map(rowOf) };
}

function rowOf(one: unknown): Imported {
  const { type, expectation_type: older, kwargs } = argumentsOf(one);
  const { column, mostly, ...args } = argumentsOf(kwargs);
  const name = typeof type === 'string' ? type : typeof older === 'string' ? older : says.withoutAType;
  return {
    name,
    table: null,
    column: typeof column === 'string' ? column : null,
    arguments: args,
    mostly: typeof mostly === 'number' ? mostly : 1,
  };
}
