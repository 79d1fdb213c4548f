import type { PageInfo } from '../generated/schema';

export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

export interface Page<Row> {
  readonly edges: { node: Row; cursor: string }[];
  readonly pageInfo: PageInfo;
}

/** One page of a list, as connections answer it: at most 100 rows, after a cursor. */
export function page<Row>(rows: readonly Row[], { first, after }: PageArgs, most = 100): Page<Row> {
  const start = after == null ? 0 : Number(atob(after)) + 1;
  const size = Math.min(first ?? 50, most);
  const edges = rows
    .slice(start, start + size)
    .map((node, index) => ({ node, cursor: btoa(String(start + index)) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: start + size < rows.length,
      hasPreviousPage: start > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** The same of a list that begins with as many rows as the person may not see: they are passed over. */
export function pageBehind<Row>(unseen: number, rows: readonly Row[], args: PageArgs): Page<Row> {
  const { edges, pageInfo } = page<Row | null>(
    [...Array.from({ length: unseen }, () => null), ...rows],
    args,
  );
  return { edges: edges.flatMap(({ node, cursor }) => (node === null ? [] : [{ node, cursor }])), pageInfo };
}
