import { matchPath } from 'react-router';
import { allows, type Needs, type Rights } from '@/api/permissions';
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
  /** What is counted beside it: only what the session brings along anyway. */
  readonly counts?: 'unread' | 'runningJobs' | 'firingAlerts' | 'waitingApprovals';
  /** Pages of it whose address begins otherwise. */
  readonly also?: readonly string[];
  /** Without it there is nothing to see there. */
  readonly needs?: Needs;
}

export interface SectionGroup {
  readonly label: string | null;
  readonly sections: readonly Section[];
}

/** The navigation: side bar, tab bar, palette and keyboard are drawn from it. */
export const SECTION_GROUPS: readonly SectionGroup[] = [
  {
    label: null,
    sections: [
      { label: 'Home', icon: 'home', path: paths.home(), key: 'h', tab: true, also: [paths.activity()] },
      { label: 'Inbox', icon: 'mail', path: paths.inbox(), key: 'i', counts: 'unread' },
    ],
  },
  {
    label: 'Build',
    sections: [
      {
        label: 'Projects',
        icon: 'folder',
        path: paths.projects(),
        key: 'p',
        needs: { somewhere: ['PROJECT_READ'] },
      },
      {
        label: 'Data sets',
        icon: 'data',
        path: paths.datasets(),
        key: 'd',
        also: [patterns.dataset],
        needs: { somewhere: ['DATASET_READ'] },
      },
      {
        label: 'Runs',
        icon: 'run',
        path: paths.runs(),
        key: 'r',
        tab: true,
        also: [patterns.experiment, patterns.compare],
        needs: { somewhere: ['RUN_READ'] },
      },
      {
        label: 'Models',
        icon: 'model',
        path: paths.models(),
        key: 'm',
        counts: 'waitingApprovals',
        tab: true,
        needs: { somewhere: ['MODEL_READ', 'PROJECT_READ'] },
      },
    ],
  },
  {
    label: 'Operate',
    sections: [
      {
        label: 'Endpoints',
        icon: 'serve',
        path: paths.endpoints(),
        key: 'e',
        tab: true,
        needs: { somewhere: ['ENDPOINT_READ', 'PROJECT_READ'] },
      },
      {
        label: 'Jobs',
        icon: 'cpu',
        path: paths.jobs(),
        key: 'j',
        counts: 'runningJobs',
        needs: { somewhere: ['JOB_READ'] },
      },
      {
        label: 'Alerts',
        icon: 'bell',
        path: paths.alerts(),
        key: 'a',
        counts: 'firingAlerts',
        needs: { somewhere: ['ALERT_READ', 'PROJECT_READ'] },
      },
      { label: 'Cost', icon: 'cost', path: paths.cost(), key: 'c', needs: { somewhere: ['COST_READ'] } },
    ],
  },
  {
    label: 'Organisation',
    sections: [
      {
        label: 'Members',
        icon: 'users',
        path: paths.members(),
        key: 'u',
        needs: { everywhere: ['MEMBER_READ'] },
      },
      { label: 'API keys', icon: 'key', path: paths.keys(), key: 'k', needs: { everywhere: ['KEY_WRITE'] } },
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

/** What a person is offered of it. */
export function offered<Offer extends { readonly needs?: Needs }>(
  offers: readonly Offer[],
  rights: Rights,
): readonly Offer[] {
  return offers.filter(({ needs }) => allows(rights, needs));
}

/** The section that the page at this address belongs to. */
export function sectionOf(pathname: string): Section | undefined {
  return (
    SECTIONS.find(({ also }) => also?.some((pattern) => matchPath(pattern, pathname) !== null)) ??
    SECTIONS.find(({ path }) => matchPath({ path, end: path === paths.home() }, pathname) !== null)
  );
}
