import { GraphQLError, parse, validate, type GraphQLSchema } from 'graphql';
import type { Typed } from './send';
import { words } from './words';

/** What stands in the editors, as text. */
export interface EditorTexts {
  readonly query: string;
  readonly variables: string;
  readonly operationName: string | null;
}

/** Whether it is worth asking the platform about it. */
export type Checked =
  | { readonly state: 'empty' }
  | { readonly state: 'wrong'; readonly why: string }
  | { readonly state: 'right'; readonly typed: Typed };

/** Looks at what was typed with the schema that the page has, so that most of what is half typed is asked nobody about. */
export function check(schema: GraphQLSchema, { query, variables, operationName }: EditorTexts): Checked {
  if (query.replace(/#[^\n]*/g, '').trim() === '') return { state: 'empty' };
  try {
    const [error] = validate(schema, parse(query), undefined, { maxErrors: 1 });
    if (error !== undefined) return { state: 'wrong', why: error.message };
  } catch (failure) {
    return { state: 'wrong', why: failure instanceof GraphQLError ? failure.message : String(failure) };
  }
  const values = readVariables(variables);
  return values === null
    ? { state: 'wrong', why: words.editor.notAnObject }
    : { state: 'right', typed: { query, variables: values, operationName } };
}

function readVariables(text: string): Record<string, unknown> | null {
  if (text.trim() === '') return {};
  try {
    const values: unknown = JSON.parse(text);
    return typeof values === 'object' && values !== null && !Array.isArray(values)
      ? (values as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
