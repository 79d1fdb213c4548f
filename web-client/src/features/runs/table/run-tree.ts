import type { RunListedFragment } from '@/api/generated/runs';

export interface TreeRun {
  readonly run: RunListedFragment;
  /** 0 for a run without a parent in the list. */
  readonly depth: number;
}

/** Runs below their parents, otherwise in the order given. */
export function runTree(runs: readonly RunListedFragment[]): TreeRun[] {
  const ids = new Set(runs.map(({ id }) => id));
  const children = new Map<string, RunListedFragment[]>();
  const roots: RunListedFragment[] = [];
  for (const run of runs) {
    const parent = run.parent?.id;
    if (parent === undefined || parent === run.id || !ids.has(parent)) roots.push(run);
    else children.set(parent, [...(children.get(parent) ?? []), run]);
  }
  const below = (run: RunListedFragment, depth: number): TreeRun[] => [
    { run, depth },
    ...(children.get(run.id) ?? []).flatMap((child) => below(child, depth + 1)),
  ];
  return roots.flatMap((run) => below(run, 0));
}
