import { matchPath } from 'react-router';
import type { Permission } from '@/api/permissions';
import type { IconName } from '@/parts/Icon';
import { paths, patterns } from '@/paths';

export interface Section {
  readonly label: string;
  readonly icon: IconName;
  readonly path: string;
  /** Pressed after `g`. */
  readonly key: string;
  /** One of the four that fit beside "More" on a narrow screen. */
  readonly tab?: boolean;
  /** Pages of it whose address begins otherwise. */
  readonly also?: readonly string[];
  /** Without it in the whole organisation there is nothing to see there. */
  readonly needs?: Permission;
}

export interface SectionGroup {
  readonly label: string | null;
  readonly sections: readonly Section[];
}

/** The navigation: side bar, tab bar, palette and keyboard are drawn from it. */
export const SECTION_GROUPS: readonly SectionGroup[] = [
  { label: null, sections: [{ label: 'Home', icon: 'home', path: paths.home(), key: 'h', tab: true }] },
  {
    label: 'Build',
    sections: [
      { label: 'Projects', icon: 'folder', path: paths.projects(), key: 'p' },
      { label: 'Data sets', icon: 'data', path: paths.datasets(), key: 'd', also: [patterns.dataset] },
      {
        label: 'Runs',
        icon: 'run',
        path: paths.runs(),
        key: 'r',
        tab: true,
        also: [patterns.experiment, patterns.compare],
      },
      { label: 'Models', icon: 'model', path: paths.models(), key: 'm', tab: true },
    ],
  },
  {
    label: 'Operate',
    sections: [
      { label: 'Endpoints', icon: 'serve', path: paths.endpoints(), key: 'e', tab: true },
      { label: 'Jobs', icon: 'cpu', path: paths.jobs(), key: 'j' },
      { label: 'Cost', icon: 'cost', path: paths.cost(), key: 'c' },
    ],
  },
  {
    label: 'Organisation',
    sections: [
      { label: 'Members', icon: 'users', path: paths.members(), key: 'u', needs: 'MEMBER_READ' },
      { label: 'API keys', icon: 'key', path: paths.keys(), key: 'k', needs: 'KEY_WRITE' },
      {
        label: 'Settings',
        icon: 'gear',
        path: paths.settings(),
        key: 's',
        also: [paths.audit(), paths.deadLetters()],
      },
    ],
  },
];

export const SECTIONS: readonly Section[] = SECTION_GROUPS.flatMap((group) => group.sections);

/** What a person is offered of it; all of it until their permissions are known. */
export function offered<Offer extends { readonly needs?: Permission }>(
  offers: readonly Offer[],
  permissions: readonly Permission[] | undefined,
): readonly Offer[] {
  return offers.filter(
    ({ needs }) => needs === undefined || permissions === undefined || permissions.includes(needs),
  );
}

/** The section that the page at this address belongs to. */
export function sectionOf(pathname: string): Section | undefined {
  return (
    SECTIONS.find(({ also }) => also?.some((pattern) => matchPath(pattern, pathname) !== null)) ??
    SECTIONS.find(({ path }) => matchPath({ path, end: path === paths.home() }, pathname) !== null)
  );
}
