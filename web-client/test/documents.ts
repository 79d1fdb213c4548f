import { readFileSync } from 'node:fs';
import { join } from 'node:path';

let manifest: Readonly<Record<string, string>> | undefined;

/** What the console's build tells the platform: the text that an operation's id stands for; null for an id it lacks. */
export function textOf(documentId: string | null | undefined): string | null {
  manifest ??= JSON.parse(
    readFileSync(
      join(import.meta.dirname, '../target/classes/META-INF/keelson/console-documents.json'),
      'utf8',
    ),
  ) as Readonly<Record<string, string>>;
  return documentId == null ? null : (manifest[documentId] ?? null);
}
