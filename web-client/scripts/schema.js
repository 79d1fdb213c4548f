import { parse } from 'graphql';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What each scalar of the API is in JSON. Amounts are text: a binary float would lose cents. */
export const scalars = {
  DateTime: 'string',
  Date: 'string',
  Duration: 'string',
  BigDecimal: 'string',
  BigInteger: 'number',
  Long: 'number',
  JSON: 'unknown',
};

/** The schema the console is built and tested against: the API's own. */
export const schemaFile = join(import.meta.dirname, '../../api/schema.graphql');
export const schemaText = withScalars(readFileSync(schemaFile, 'utf8'));

/** The API's printer may leave the scalars' own definitions out; without them the text is no schema to other tools. */
function withScalars(text) {
  const defined = new Set(parse(text).definitions.map((definition) => definition.name?.value));
  const missing = Object.keys(scalars).filter((name) => !defined.has(name));
  return [text, ...missing.map((name) => `scalar ${name}\n`)].join('\n');
}
