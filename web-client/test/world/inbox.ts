import type {
  InboxMark,
  InboxReason,
  InboxThread,
  Resolvers,
  Subject,
  SubjectKind,
} from '../generated/schema';
import { DAY, HOUR, iso, MINUTE } from './clock';
import { globalId } from './ids';
import { pageBehind } from './page';
import { conflict, refusal } from './refusal';
import { find, type World } from './world';

export type ThreadRow = { -readonly [Field in keyof InboxThread]: InboxThread[Field] };

const NAMED: readonly [kind: SubjectKind, rows: (world: World) => readonly object[]][] = [
  ['RUN', ({ runs }) => runs],
  ['JOB', ({ jobs }) => jobs],
  ['ENDPOINT', ({ endpoints }) => endpoints],
  ['PROJECT', ({ projects }) => projects],
  ['DATASET', ({ datasets }) => datasets],
  ['MODEL', ({ models }) => models],
  ['EXPERIMENT', ({ experiments }) => experiments],
];

interface Named {
  readonly id: string;
  readonly name: string;
  readonly projectId?: string;
  readonly experimentId?: string;
}

/** What the world has under this name, as people are told of it. */
export function subjectOf(world: World, kind: SubjectKind, label: string): Subject {
  const version = / v(\d+)$/.exec(label);
  if (version !== null) return versionOf(world, kind, label.slice(0, version.index), Number(version[1]));
  const rows = (NAMED.find(([named]) => named === kind)?.[1](world) ?? []) as readonly Named[];
  const row = rows.find(({ name }) => name === label);
  if (row === undefined) throw new Error(`the world has no ${kind} ${label}`);
  const experiment = row.experimentId === undefined ? undefined : find(world.experiments, row.experimentId);
  const projectId = kind === 'PROJECT' ? row.id : (row.projectId ?? experiment?.projectId ?? '');
  return { id: row.id, kind, label, projectId };
}

function versionOf(world: World, kind: SubjectKind, name: string, number: number): Subject {
  const label = `${name} v${number}`;
  const parent = [...world.models, ...world.datasets].find((row) => row.name === name);
  const versions: readonly { id: string; number: number; modelId?: string; datasetId?: string }[] =
    kind === 'MODEL_VERSION' ? world.modelVersions : world.datasetVersions;
  const version = versions.find(
    (row) => (row.modelId ?? row.datasetId) === parent?.id && row.number === number,
  );
  if (version === undefined) throw new Error(`the world has no ${kind} ${label}`);
  return { id: version.id, kind, label, projectId: parent?.projectId ?? '' };
}

/** One thread, unread. */
export function thread(
  world: World,
  reason: InboxReason,
  subject: Subject,
  text: string,
  agoMs: number,
): ThreadRow {
  return {
    id: globalId('InboxThread', `${reason} ${subject.label}`),
    version: 1,
    at: iso(world.now() - agoMs),
    by: { id: null, kind: 'PLATFORM', label: 'Keelson' },
    reason,
    subject,
    text,
    unread: true,
    done: false,
    muted: false,
  };
}

/** The reference's inbox: five unread, and one of the week before. */
export function seedInbox(world: World) {
  const of = (kind: SubjectKind, label: string) => subjectOf(world, kind, label);
  const projectId = of('PROJECT', 'parcel-vision').id;
  const drift: Subject = {
    id: globalId('Alert', 'drift'),
    kind: 'ALERT',
    label: 'catalog-rank: input drift',
    projectId,
  };
  world.inbox = [
    thread(world, 'ALERT', drift, 'Input drift fires: query_length PSI 0.27, limit 0.20', 186 * MINUTE),
    thread(
      world,
      'APPROVAL_ASKED',
      of('MODEL_VERSION', 'parcel-damage v9'),
      'ci: waits for an approval',
      3.5 * HOUR,
    ),
    thread(world, 'MENTION', of('RUN', 'damage-vit-l #412'), 'Vision lead mentions you', 225 * MINUTE),
    thread(
      world,
      'DECISION_ASKED',
      of('ENDPOINT', 'parcel-damage'),
      'A rollout waits for a decision: too few rows to tell',
      5.5 * HOUR,
    ),
    thread(world, 'REPLY', of('RUN', 'damage-vit-l #418'), 'Platform engineer says something', 6.5 * HOUR),
    {
      ...thread(
        world,
        'FAILURE_OF_MINE',
        of('RUN', 'damage-vit-l #409'),
        'Failed: out of GPU memory at step 3,200',
        8 * DAY,
      ),
      unread: false,
    },
  ];
}

const BECOMES: Readonly<Record<InboxMark, Partial<ThreadRow>>> = {
  DONE: { done: true, unread: false },
  MUTED: { muted: true, unread: false },
  READ: { unread: false },
  TO_DO: { done: false },
  UNMUTED: { muted: false },
  UNREAD: { unread: true },
};

/** What happens next on a thread: it is unread again, and no longer what somebody meant who marks it. */
export function tellAgain(world: World, place: number, text: string) {
  const told = world.inbox[place];
  if (told !== undefined) Object.assign(told, { text, unread: true, done: false, version: told.version + 1 });
}

export const inboxResolvers: Resolvers = {
  Viewer: {
    unreadThreads: (_viewer, _args, { inbox }) =>
      Math.min(100, inbox.filter(({ unread, done }) => unread && !done).length),
    inbox: (_viewer, { unread, done, muted, reasons, projectId, ...args }, { inbox, unseen }) =>
      pageBehind(
        unseen,
        inbox
          .filter((row) => row.done === (done ?? false))
          .filter((row) => (unread !== true || row.unread) && (muted !== true || row.muted))
          .filter(({ reason }) => (reasons ?? []).length === 0 || reasons?.includes(reason) === true)
          .filter(({ subject }) => projectId == null || subject.projectId === projectId),
        args,
      ),
  },
  Mutation: {
    markInboxThreads: (_root, { input }, world) => {
      const meant = input.threads.map(({ id, expectedVersion }) => {
        const row = find(world.inbox, id);
        if (row === undefined) throw refusal('NOT_FOUND', 'no such thread');
        if (row.version !== expectedVersion) throw conflict('the thread');
        return row;
      });
      for (const row of meant) Object.assign(row, BECOMES[input.as], { version: row.version + 1 });
      return meant;
    },
  },
};
