import type { SearchQuery } from '@/api/generated/shell';
import type { Needs } from '@/api/permissions';
import type { IconName } from '@/parts/Icon';
import type { Verb } from '@/parts/verbs';
import { pathOf, paths } from '@/paths';
import { words as says } from './palette-words';
import { SECTIONS } from './sections';

/** One line of the palette: where it leads, or what it does. */
export interface Entry {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  /** At the right: the kind of thing and where it is, or the keys that do the same. */
  readonly note: string;
  readonly path?: string;
  readonly run?: () => void;
  /** Not offered without it. */
  readonly needs?: Needs;
}

export interface EntryGroup {
  readonly title: string;
  readonly entries: readonly Entry[];
}

const KINDS: Readonly<Record<string, readonly [kind: string, icon: IconName]>> = {
  Project: [says.kinds.Project, 'folder'],
  Dataset: [says.kinds.Dataset, 'data'],
  Experiment: [says.kinds.Experiment, 'layers'],
  Run: [says.kinds.Run, 'run'],
  Job: [says.kinds.Job, 'cpu'],
  RegisteredModel: [says.kinds.RegisteredModel, 'model'],
  ModelVersion: [says.kinds.ModelVersion, 'model'],
  Endpoint: [says.kinds.Endpoint, 'serve'],
};

export const PAGES: readonly Entry[] = [
  ...SECTIONS.map(({ key, ...section }) => ({ ...section, id: section.path, note: `g ${key}` })),
  { id: paths.limits(), label: says.pages.limits, icon: 'gear', path: paths.limits(), note: says.page },
  {
    id: paths.explorer(),
    label: says.pages.explorer,
    icon: 'terminal',
    path: paths.explorer(),
    note: says.page,
  },
  {
    id: paths.audit(),
    label: says.pages.audit,
    icon: 'shield',
    path: paths.audit(),
    note: says.page,
    needs: { everywhere: ['AUDIT_READ'] },
  },
  {
    id: paths.deadLetters(),
    label: says.pages.deadLetters,
    icon: 'mail',
    path: paths.deadLetters(),
    note: says.page,
    needs: { everywhere: ['AUDIT_READ'] },
  },
];

export const CREATIONS: readonly Entry[] = [
  {
    id: 'create-project',
    label: says.creations.project,
    icon: 'plus',
    path: `${paths.projects()}?create`,
    note: '',
    needs: { everywhere: ['PROJECT_WRITE'] },
  },
  {
    id: 'create-key',
    label: says.creations.key,
    icon: 'plus',
    path: `${paths.keys()}?create`,
    note: '',
    needs: { everywhere: ['KEY_WRITE'] },
  },
  {
    id: 'invite',
    label: says.creations.invite,
    icon: 'mail',
    path: `${paths.members()}?invite`,
    note: '',
    needs: { everywhere: ['MEMBER_WRITE'] },
  },
  {
    id: 'ledger',
    label: says.creations.ledger,
    icon: 'cost',
    path: `${paths.cost()}?view=ledger`,
    note: '',
    needs: { somewhere: ['COST_READ'] },
  },
];

/** What the platform found; what has no page of its own is left out. */
export function entriesOf(hits: SearchQuery['search']): Entry[] {
  return hits.flatMap((hit) => {
    const path = pathTo(hit);
    const [kind, icon] = KINDS[hit.node.__typename] ?? ['', 'info'];
    if (path === null) return [];
    return [
      {
        id: hit.node.id,
        label: hit.name,
        icon,
        path,
        note:
          hit.project == null || hit.node.__typename === 'Project'
            ? kind
            : says.inProject(kind, hit.project.name),
      },
    ];
  });
}

function pathTo({ node, project }: SearchQuery['search'][number]): string | null {
  switch (node.__typename) {
    case 'Dataset':
      return project == null ? null : paths.dataset(project.id, node.id);
    case 'Experiment':
      return project == null ? null : paths.experiment(project.id, node.id);
    case 'ModelVersion':
      return paths.model(node.model.id, node.number);
    default:
      return pathOf(node);
  }
}

/** What the page that is open can do, as a line of the palette. */
export function entryOf({ label, icon, run }: Verb): Entry {
  // It becomes part of an element's id, which has no spaces.
  return { id: `verb-${label.replace(/\W+/g, '-')}`, label, icon, note: '', run };
}

/** Those that the page does not offer itself, under the same words. */
export function beside(verbs: readonly Verb[], entries: readonly Entry[]): readonly Entry[] {
  const own = new Set(verbs.map(({ label }) => plain(label)));
  return entries.filter(({ label }) => !own.has(plain(label)));
}

function plain(label: string): string {
  return label.replace(/…$/, '');
}

/** Those whose label has each word of the text. */
export function matching(entries: readonly Entry[], text: string): readonly Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)));
}
