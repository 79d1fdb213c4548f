import { readFileSync } from 'node:fs';
import { join } from 'node:path';

let manifest: Readonly<Record<string, string>> | undefined;

/** What the console's build tells the platform: texts of operations by their ids. */
function known(): Readonly<Record<string, string>> {
  manifest ??= JSON.parse(
    readFileSync(
      join(import.meta.dirname, '../target/classes/META-INF/keelson/console-documents.json'),
      'utf8',
    ),
  ) as Readonly<Record<string, string>>;
  return manifest;
}

/** The text that an operation's id stands for; null for an id that the build does not know. */
export function textOf(documentId: string | null | undefined): string | null {
  return documentId == null ? null : (known()[documentId] ?? null);
}

/** The id of the operation that has this in its text; undefined where none has. */
export function documentIdOf(part: string): string | undefined {
  return Object.entries(known()).find(([, text]) => text.includes(part))?.[0];
}
