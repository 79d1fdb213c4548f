import type { Resolvers, TableProfile } from '../generated/schema';
import { versionsOf, type DatasetVersionRow } from './datasets';
import { SHIFTS } from './profiles';

export interface VersionDifferenceRow {
  readonly version: DatasetVersionRow;
  readonly before: DatasetVersionRow;
}

export const differenceResolvers: Resolvers = {
  DatasetVersion: {
    difference: (version, { from }, world) => {
      const before = versionsOf(world, version.datasetId).find(
        ({ number, digest, removedAt }) =>
          digest !== null &&
          removedAt === null &&
          (from == null ? number < version.number : number === from && number !== version.number),
      );
      return before === undefined || version.removedAt !== null ? null : { version, before };
    },
  },
  VersionDifference: {
    from: ({ before }) => before,
    files: ({ version, before }) => filesBetween(before.files, version.files),
    table: ({ version, before }, { name }) => {
      const after = name == null ? version.tables[0] : version.tables.find((table) => table.name === name);
      const other =
        before.tables.find((table) => table.name === after?.name) ??
        (before.tables.length === 1 && version.tables.length === 1 ? before.tables[0] : undefined);
      if (after?.status !== 'PROFILED' || other?.status !== 'PROFILED') return null;
      return tableBetween(other, after);
    },
  },
};

type Files = DatasetVersionRow['files'];

function filesBetween(before: Files, after: Files) {
  const was = new Map(before.map(({ path, digest }) => [path, digest]));
  const known = new Set(was.values());
  const is = new Set(after.map(({ path }) => path));
  const added = after.filter(({ path }) => !was.has(path));
  const changed = after.filter(({ path, digest }) => was.has(path) && was.get(path) !== digest);
  const removed = before.filter(({ path }) => !is.has(path));
  return {
    unchanged: after.length - added.length - changed.length,
    added: added.length,
    removed: removed.length,
    changed: changed.length,
    moved: added.filter(({ digest }) => known.has(digest)).length,
    addedBytes: after
      .filter(({ digest }) => !known.has(digest))
      .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    changes: [
      ...added.map(({ path }) => ({ path, kind: 'ADDED' as const })),
      ...changed.map(({ path }) => ({ path, kind: 'CHANGED' as const })),
      ...removed.map(({ path }) => ({ path, kind: 'REMOVED' as const })),
    ]
      .toSorted((a, b) => (a.path < b.path ? -1 : 1))
      .slice(0, 100),
  };
}

function tableBetween(before: TableProfile, after: TableProfile) {
  const gone = before.columns.filter(({ name }) => !after.columns.some((column) => column.name === name));
  return {
    name: after.name,
    nameBefore: before.name,
    rows: after.rows ?? 0,
    rowsBefore: before.rows ?? 0,
    columns: [
      ...after.columns.map((column) => {
        const was = before.columns.find(({ name }) => name === column.name) ?? null;
        return {
          name: column.name,
          before: was,
          after: column,
          psi: was === null ? null : psiOf(column.name),
        };
      }),
      ...gone.map((column) => ({ name: column.name, before: column, after: null, psi: null })),
    ],
  };
}

function psiOf(column: string): number | null {
  return SHIFTS[column] ?? null;
}
