import { takesAnything } from './rules';

/** The key stays out of the page: people put it into their environment. */
const KEY = 'KEELSON_API_KEY';

/** How a program of one's own sends an event; `schema` decides what it is made of. */
export function ndjson(url: string, schema: unknown): string {
  return [
    'curl --fail-with-body \\',
    `  -H "Authorization: Bearer $${KEY}" \\`,
    `  -H 'Content-Type: application/x-ndjson' \\`,
    `  --data-binary ${shell(JSON.stringify(line(schema)))} \\`,
    `  ${shell(url)}`,
  ].join('\n');
}

export function cloudEvent(url: string, schema: unknown): string {
  const event = {
    specversion: '1.0',
    id: '1',
    source: '/sensors/7',
    type: 'reading',
    data: takesAnything(schema) ? { celsius: 21.5 } : sampleOf(schema),
  };
  return [
    'curl --fail-with-body \\',
    `  -H "Authorization: Bearer $${KEY}" \\`,
    `  -H 'Content-Type: application/cloudevents+json' \\`,
    `  --data-binary ${shell(JSON.stringify(event))} \\`,
    `  ${shell(url)}`,
  ].join('\n');
}

/** Id and source tell an event from others, so that the same one sent twice is kept once. */
function line(schema: unknown): unknown {
  const own = { id: '1', source: 'sensor-7' };
  if (takesAnything(schema)) return { ...own, celsius: 21.5 };
  const sample = sampleOf(schema);
  const isClosed = (schema as Schema).additionalProperties === false;
  return isClosed || typeof sample !== 'object' ? sample : { ...own, ...sample };
}

interface Schema {
  readonly type?: unknown;
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly properties?: unknown;
  readonly items?: unknown;
  readonly minimum?: unknown;
  readonly additionalProperties?: unknown;
}

/** How deep an example goes. */
const MAX_DEPTH = 4;

/** An event of the schema's types; what bounds it has besides, a person minds. */
export function sampleOf(schema: unknown, depth = 0): unknown {
  if (typeof schema !== 'object' || schema === null || depth > MAX_DEPTH) return null;
  const { type, enum: choices, const: only, properties, items, minimum } = schema as Schema;
  if (only !== undefined) return only;
  if (Array.isArray(choices)) return choices[0];
  const kind: unknown = Array.isArray(type) ? type.find((one) => one !== 'null') : type;
  if (kind === 'string') return 'text';
  if (kind === 'integer') return typeof minimum === 'number' ? Math.ceil(minimum) : 1;
  if (kind === 'number') return typeof minimum === 'number' ? minimum : 1.5;
  if (kind === 'boolean') return true;
  if (kind === 'array') return items === undefined ? [] : [sampleOf(items, depth + 1)];
  if (typeof properties !== 'object' || properties === null) return {};
  return Object.fromEntries(Object.entries(properties).map(([name, of]) => [name, sampleOf(of, depth + 1)]));
}

/** In single quotes, where nothing is special but the quote itself. */
function shell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
