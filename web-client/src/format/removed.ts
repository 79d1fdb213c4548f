/** What is remembered of a project that goes, or has gone. */
export interface RemovedProject {
  readonly name: string;
  /** Null as long as it is still there. */
  readonly removedAt: string | null;
}

/** What it was called, with what became of it; null for one that stays. */
export function removedName(project: RemovedProject | null | undefined): string | null {
  if (project == null) return null;
  return `${project.name} (${project.removedAt === null ? 'being removed' : 'removed'})`;
}
