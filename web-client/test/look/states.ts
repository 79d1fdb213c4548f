import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { State } from './state';

const FOLDER = join(import.meta.dirname, 'states');

/** All of them: one file a feature in `states`. */
export async function allStates(): Promise<readonly State[]> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.js'));
  const modules = await Promise.all(
    files.sort().map((file) => import(join(FOLDER, file)) as Promise<{ states: readonly State[] }>),
  );
  return modules.flatMap(({ states }) => states);
}
