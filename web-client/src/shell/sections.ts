import type { IconName } from '@/parts/Icon';
import { paths } from '@/paths';

export interface Section {
  readonly label: string;
  readonly icon: IconName;
  readonly path: string;
  /** Pressed after `g`. */
  readonly key: string;
}

export interface SectionGroup {
  readonly label: string | null;
  readonly sections: readonly Section[];
}

/** The navigation: side bar, tab bar and keyboard are drawn from it. A section stands here once its page exists. */
export const SECTION_GROUPS: readonly SectionGroup[] = [
  {
    label: 'Build',
    sections: [{ label: 'Projects', icon: 'folder', path: paths.projects(), key: 'p' }],
  },
];

export const SECTIONS: readonly Section[] = SECTION_GROUPS.flatMap((group) => group.sections);
