// Typed documents from the platform's schema: one file for each folder that holds .graphql files, so that a lazily
// loaded page carries its own operations only, and embedded.ts, which tells the cache which types have no id of their own.
// Beside them the manifest of all operations by the digest of their text, by which the console sends them and the
// platform knows them.
// The core of graphql-codegen is called directly: its command line wants a newer Node.js than this build.
import { formatDocument, stringifyDocument } from '@urql/core';
import { codegen } from '@graphql-codegen/core';
import * as documentNodes from '@graphql-codegen/typed-document-node';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import * as types from '@graphql-codegen/typescript';
import * as operations from '@graphql-codegen/typescript-operations';
import {
  buildASTSchema,
  isInterfaceType,
  isIntrospectionType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
  visit,
} from 'graphql';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scalars, schemaFile, schemaText } from './schema.js';

const source = fileURLToPath(new URL('../src/', import.meta.url));
const generated = join(source, 'api/generated');

const manifestFile = fileURLToPath(
  new URL('../target/classes/META-INF/keelson/console-documents.json', import.meta.url),
);
const manifest = {};

const standIn = fileURLToPath(new URL('../test/generated/', import.meta.url));

/** Files of the stand-in's world and the types whose rows they hold. */
const ROWS = {
  organisation: ['Tenant', 'Member', 'ApiKey', 'Grant'],
  people: ['Team', 'CustomRole'],
  invitations: ['Invitation'],
  accounts: ['ServiceAccount'],
  limits: ['Quota'],
  signon: ['SignOnProvider', 'SignOnDomain'],
  deadletters: ['DeadLetter'],
  projects: ['Project'],
  cost: ['CostReport'],
  ledger: ['UsageEvent'],
  budgets: ['Budget'],
  datasets: ['Dataset', 'DatasetVersion'],
  differences: ['VersionDifference'],
  transforms: ['Transform'],
  previews: ['TransformPreview'],
  collectors: ['Collector'],
  checks: ['ExpectationSuite', 'Validation', 'Waiver'],
  runs: ['Experiment', 'Run'],
  jobs: ['Job'],
  models: ['RegisteredModel', 'ModelVersion', 'ModelAlias'],
  retraining: ['RetrainingPolicy', 'RetrainingRun'],
  endpoints: ['Endpoint', 'Revision'],
  rollouts: ['Rollout'],
  alerts: ['Alert', 'AlertRule'],
  channels: ['Channel', 'Delivery'],
};

const schema = parse(schemaText);
const schemaObject = buildASTSchema(schema);

function documentsByFolder() {
  const byFolder = new Map();
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.graphql'),
  );
  for (const file of files.sort()) {
    const document = parse(readFileSync(join(source, file), 'utf8'));
    const folder = basename(dirname(file));
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), { location: file, document }]);
  }
  for (const [folder, documents] of byFolder)
    byFolder.set(folder, [...documents, ...fragmentsOfParts(byFolder, documents)]);
  return byFolder;
}

/** Fragments that documents spread and a part has: each stands in the file of whoever spreads it, too. */
function fragmentsOfParts(byFolder, documents) {
  const known = new Set(fragmentsIn(documents).map(({ name }) => name.value));
  const parts = [...byFolder.values()].flat().filter(({ location }) => location.startsWith('parts'));
  const found = [];
  for (const wanted = spreadsIn(documents); wanted.length > 0;) {
    const name = wanted.pop();
    const fragment = known.has(name) ? undefined : fragmentsIn(parts).find((one) => one.name.value === name);
    if (fragment === undefined) continue;
    known.add(name);
    const document = { kind: 'Document', definitions: [fragment] };
    found.push({ location: `${name} of the parts`, document });
    wanted.push(...spreadsIn([{ document }]));
  }
  return found;
}

function fragmentsIn(documents) {
  return documents
    .flatMap(({ document }) => document.definitions)
    .filter(({ kind }) => kind === 'FragmentDefinition');
}

function hasOperations(documents) {
  return documents.some(({ document }) =>
    document.definitions.some(({ kind }) => kind === 'OperationDefinition'),
  );
}

function spreadsIn(documents) {
  const names = [];
  for (const { document } of documents)
    visit(document, { FragmentSpread: ({ name }) => void names.push(name.value) });
  return names;
}

function refuseWhatTheSchemaDoesNotHave(folder, documents) {
  const whole = { kind: 'Document', definitions: documents.flatMap(({ document }) => document.definitions) };
  const errors = validate(schemaObject, whole);
  if (errors.length > 0) {
    const lines = errors.map((error) => `  ${folder}: ${error.message}`).join('\n');
    throw new Error(`Documents do not fit ${relative(process.cwd(), schemaFile)}:\n${lines}`);
  }
}

/** Gives the operation the id of its text, which is exactly what the console's client would send. */
function named(document) {
  const text = stringifyDocument(formatDocument(document));
  const documentId = `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;
  manifest[documentId] = text;
  return { documentId };
}

async function typedDocuments(folder, documents) {
  refuseWhatTheSchemaDoesNotHave(folder, documents);
  return codegen({
    filename: `${folder}.ts`,
    schema,
    documents,
    config: {
      useTypeImports: true,
      scalars,
      enumsAsTypes: true,
      defaultScalarType: 'unknown',
      unstable_onExecutableDocumentNode: named,
    },
    plugins: [{ operations: {} }, { documentNodes: {} }],
    pluginMap: { operations, documentNodes },
  });
}

function embeddedTypes() {
  const names = Object.values(schemaObject.getTypeMap())
    .filter(
      (type) => isObjectType(type) && !isIntrospectionType(type) && !isNonNullType(type.getFields().id?.type),
    )
    .map((type) => type.name)
    .filter((name) => !['Query', 'Mutation', 'Subscription'].includes(name))
    .sort();
  const entries = names.map((name) => `  ${name}: () => null,`).join('\n');
  return `export const embedded: Record<string, () => null> = {\n${entries}\n};\n`;
}

/** Which types an interface stands for, so that the cache knows for certain which fragments fit. */
function possibleTypes() {
  const entries = Object.values(schemaObject.getTypeMap())
    .filter(isInterfaceType)
    .map((type) => [type.name, schemaObject.getPossibleTypes(type).map(({ name }) => name)]);
  return `export const possibleTypes: Record<string, string[]> = ${JSON.stringify(Object.fromEntries(entries))};\n`;
}

/** Types for the stand-in platform of the tests: each row of its world by the GraphQL type it answers for. */
async function standInTypes() {
  const rows = Object.fromEntries(
    Object.entries(ROWS).flatMap(([file, names]) =>
      names.map((name) => [name, `../world/${file}#${name}Row`]),
    ),
  );
  return codegen({
    filename: 'schema.ts',
    schema,
    documents: [],
    config: {
      useTypeImports: true,
      scalars,
      enumsAsTypes: true,
      defaultScalarType: 'unknown',
      contextType: '../world/world#World',
      mappers: rows,
      maybeValue: 'T | null | undefined',
    },
    plugins: [{ types: {} }, { resolvers: {} }],
    pluginMap: { types, resolvers },
  });
}

function write(name, text) {
  writeFileSync(
    join(generated, `${name}.ts`),
    `/* Generated from the schema by scripts/codegen.js. */\n${text}`,
  );
}

if (existsSync(generated)) rmSync(generated, { recursive: true });
mkdirSync(generated, { recursive: true });
const folders = documentsByFolder();
for (const [folder, documents] of folders) {
  // A part that has fragments alone stands in the files of whoever spreads them.
  if (hasOperations(documents)) write(folder, await typedDocuments(folder, documents));
}
write('embedded', embeddedTypes() + possibleTypes());
// For GraphiQL: in production the platform does not tell its schema to whoever asks.
write('schema-text', `export const schemaText = ${JSON.stringify(schemaText)};\n`);
mkdirSync(dirname(manifestFile), { recursive: true });
writeFileSync(manifestFile, `${JSON.stringify(manifest, Object.keys(manifest).sort(), 1)}\n`);
mkdirSync(standIn, { recursive: true });
writeFileSync(
  join(standIn, 'schema.ts'),
  `/* Generated from the schema by scripts/codegen.js. */\n${await standInTypes()}`,
);
console.log(`codegen: ${folders.size} folders from ${relative(process.cwd(), schemaFile)}`);
