import type { FakeProject } from './platform';

/** Projects `from` … `to`, the newest first. */
export function someProjects(count: number): FakeProject[] {
  return Array.from({ length: count }, (_, index) => {
    const number = count - index;
    return {
      id: `P${number}`,
      slug: `project-${number}`,
      name: `Project ${number}`,
      description: number % 2 === 0 ? `What project ${number} is for` : null,
      createdAt: new Date(Date.UTC(2026, 0, 1, number)).toISOString(),
      version: 1,
    };
  });
}
