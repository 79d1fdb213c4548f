import type { MutationResolvers } from '../generated/schema';
import { iso } from './clock';
import { present } from './present';
import { conflict, refusal } from './refusal';
import type { RunRow } from './runs';
import { find, type World } from './world';

/** What people say of a run afterwards, and whether lists still show it. */
export const runChanges: Pick<MutationResolvers, 'updateRun' | 'archiveRun' | 'unarchiveRun'> = {
  updateRun: (_root, { input }, world) => {
    const run = changed(world, input.id, input.expectedVersion);
    if (input.name != null && (input.name === '' || input.name.length > 200)) {
      throw refusal('VALIDATION', `name: ${input.name} (expected: 1 to 200 characters)`, 'input.name');
    }
    const set = present(input.tags);
    const gone = [...present(input.removedTags), ...set.map(({ key }) => key)];
    run.name = input.name ?? run.name;
    if (input.note != null) run.note = input.note === '' ? null : input.note;
    run.tags = [
      ...run.tags.filter(({ key }) => !gone.includes(key)),
      ...set.map(({ key, value }) => ({ key, value })),
    ].sort((a, b) => a.key.localeCompare(b.key));
    run.version += 1;
    return run;
  },
  archiveRun: (_root, { id, expectedVersion }, world) => {
    const run = changed(world, id, expectedVersion);
    if (run.endedAt === null) throw refusal('CONFLICT', 'the run has not ended');
    return Object.assign(run, { archivedAt: iso(world.now()), version: run.version + 1 });
  },
  unarchiveRun: (_root, { id, expectedVersion }, world) =>
    Object.assign(changed(world, id, expectedVersion), { archivedAt: null, version: expectedVersion + 1 }),
};

function changed(world: World, id: string, expectedVersion: number): RunRow {
  const run = find(world.runs, id);
  if (run === undefined) throw refusal('NOT_FOUND', 'no such run');
  if (run.version !== expectedVersion) throw conflict('the run');
  return run;
}
