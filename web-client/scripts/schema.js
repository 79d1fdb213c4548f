import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const committed = join(root, '../api/schema.graphql');
const subset = join(root, 'src/api/schema-subset.graphql');

/** The schema the console is built and tested against: the API's, or until that is there the part used here. */
export const schemaFile = existsSync(committed) ? committed : subset;
export const schemaText = readFileSync(schemaFile, 'utf8');
