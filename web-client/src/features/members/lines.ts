import type { GrantNodeFragment } from '@/api/generated/members';
import type { GrantLine } from './GrantFields';
import type { Difference } from '@/parts/form';
import { describe } from './grants';
import type { Organisation } from './organisation';
import { words } from './words';

const says = words.lines;

/** `Developer, Viewer on Demo`: roles that are being edited, as they would be said. */
export function wordsOf(
  lines: readonly GrantLine[],
  { choices, projects, areNamesAwaited }: Organisation,
): string {
  return lines
    .map(({ role, projectId }) => {
      const name = choices.find((choice) => choice.role === role)?.name ?? role;
      if (projectId === '') return name;
      const project =
        projects.find(({ id }) => id === projectId)?.name ??
        (areNamesAwaited ? says.nameAwaited : says.project(projectId.slice(-6)));
      return says.on(name, project);
    })
    .join(', ');
}

/** Roles as somebody else left them beside those that are being edited. */
export function rolesBeside(
  theirs: readonly GrantNodeFragment[],
  lines: readonly GrantLine[],
  organisation: Organisation,
): Difference {
  return {
    label: says.roles,
    theirs: theirs.map(describe).join(', ') || says.none,
    yours: wordsOf(lines, organisation) || says.none,
  };
}
