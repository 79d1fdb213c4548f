import { isActive } from './run/use-run';

/** Lists of runs are asked for again this often while a run in them is active. */
export const REPEAT_MS = 5_000;

/** A part of a list, by what the platform's connections take. */
export interface Rows {
  readonly first: number;
  readonly after: string | null;
}

interface Edge {
  readonly cursor: string;
  readonly node: Parameters<typeof isActive>[0];
}

/**
 * What of a list to ask for again, so that no run that is over stays active; null where none is. A list of one page is
 * asked for as a whole, with what is new in it. Of a longer one it is the rows from the first active run on, in a page of
 * another size: the cache changes these rows and leaves the list as it is. Asked for as the first page, a new run in it
 * would push others out of the list, as no page that follows begins with them.
 */
export function staleRows(edges: readonly Edge[], pageSize: number): Rows | null {
  const at = edges.findIndex(({ node }) => isActive(node));
  if (at < 0) return null;
  if (edges.length <= pageSize) return { first: pageSize, after: null };
  return { first: pageSize - 1, after: edges[at - 1]?.cursor ?? null };
}
