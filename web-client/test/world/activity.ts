import type { Activity, Resolvers, Subject, SubjectKind } from '../generated/schema';
import { DAY, iso, MINUTE } from './clock';
import { subjectOf } from './inbox';
import { actorOf } from './organisation';
import { page, pageBehind } from './page';
import type { World } from './world';

/** Something that was done to a thing. */
export function done(world: World, actor: string, action: string, subject: Subject, agoMs: number): Activity {
  return { actor: actorOf(actor), action, subject, at: iso(world.now() - agoMs) };
}

const DONE: readonly [actor: string, action: string, kind: SubjectKind, label: string, agoMs: number][] = [
  ['approver', 'setTraffic', 'ENDPOINT', 'parcel-damage', 52 * MINUTE],
  ['engineer', 'createRun', 'RUN', 'damage-vit-b #417', 196 * MINUTE],
  ['key:ci', 'registerModelVersion', 'MODEL_VERSION', 'parcel-damage v9', 210 * MINUTE],
  ['vision lead', 'addComment', 'RUN', 'damage-vit-l #412', 225 * MINUTE],
  ['engineer', 'updateProject', 'PROJECT', 'dock-ocr', DAY],
  ['approver', 'scaleEndpoint', 'ENDPOINT', 'parcel-damage', 1.1 * DAY],
];

/** The morning of the reference, and a day of each week before. */
export function seedActivity(world: World) {
  const project = subjectOf(world, 'PROJECT', 'parcel-vision');
  world.activity = [
    ...DONE.map(([actor, action, kind, label, agoMs]) =>
      done(world, actor, action, subjectOf(world, kind, label), agoMs),
    ),
    ...Array.from({ length: 20 }, (_, week) =>
      done(world, 'engineer', 'updateProject', project, (week + 3) * 4 * DAY),
    ),
  ];
}

export const activityResolvers: Resolvers = {
  Query: {
    activity: (_root, args, { activity, unseen }) => pageBehind(unseen, activity, { first: 20, ...args }),
  },
  Project: {
    activity: ({ id }, args, { activity }) =>
      page(
        activity.filter(({ subject }) => subject.projectId === id),
        { first: 20, ...args },
      ),
  },
};
