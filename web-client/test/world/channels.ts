import type { Actor, ChannelKind, ChannelStatus, DeliveryStatus, Resolvers } from '../generated/schema';
import { DAY, HOUR, iso, MINUTE } from './clock';
import { globalId } from './ids';
import { present } from './present';
import { conflict, refusal } from './refusal';
import { find, type World } from './world';

export interface ChannelRow {
  id: string;
  projectId: string;
  name: string;
  kind: ChannelKind;
  status: ChannelStatus;
  host: string | null;
  memberIds: string[];
  disabledReason: string | null;
  lastDeliveredAt: string | null;
  lastError: string | null;
  lastErrorAt: string | null;
  previousSecretUntil: string | null;
  createdAt: string;
  createdBy: Actor;
  version: number;
}

export interface DeliveryRow {
  id: string;
  channelId: string;
  projectId: string;
  type: string;
  title: string;
  status: DeliveryStatus;
  attempts: number;
  createdAt: string;
  endedAt: string | null;
  lastAttemptAt: string | null;
  nextAttemptAt: string | null;
  lastStatus: number | null;
  lastError: string | null;
  version: number;
}

const LEAD: Actor = { id: 'P3', kind: 'PERSON', label: 'Vision lead' };

export function channel(world: World, projectId: string, how: Partial<ChannelRow>): ChannelRow {
  const name = how.name ?? 'Vision on call';
  const row: ChannelRow = {
    id: globalId('Channel', name),
    projectId,
    name,
    kind: 'EMAIL',
    status: 'ACTIVE',
    host: null,
    memberIds: world.members.slice(0, 2).map(({ id }) => id),
    disabledReason: null,
    lastDeliveredAt: null,
    lastError: null,
    lastErrorAt: null,
    previousSecretUntil: null,
    createdAt: iso(world.now() - 30 * DAY),
    createdBy: LEAD,
    version: 1,
    ...how,
  };
  world.channels.push(row);
  return row;
}

export function deliver(
  world: World,
  { id, projectId }: ChannelRow,
  title: string,
  minutesAgo: number,
  how: Partial<DeliveryRow> = {},
): DeliveryRow {
  const at = iso(world.now() - minutesAgo * MINUTE);
  const row: DeliveryRow = {
    id: globalId('Delivery', `${id} ${title} ${world.deliveries.length}`),
    channelId: id,
    projectId,
    type: title.startsWith('RESOLVED') ? 'alert.resolved' : 'alert.firing',
    title,
    status: 'DELIVERED',
    attempts: 1,
    createdAt: at,
    endedAt: at,
    lastAttemptAt: at,
    nextAttemptAt: null,
    lastStatus: 200,
    lastError: null,
    version: 1,
    ...how,
  };
  world.deliveries.unshift(row);
  return row;
}

function meant(world: World, id: string, expectedVersion: number): ChannelRow {
  const found = find(world.channels, id);
  if (found === undefined) throw refusal('NOT_FOUND', 'no such channel');
  if (found.version !== expectedVersion) throw conflict('the channel');
  return found;
}

export const channelResolvers: Resolvers = {
  Project: {
    channels: ({ id }, _args, { channels }) => channels.filter(({ projectId }) => projectId === id),
  },
  Channel: {
    deliveries: ({ id }, _args, { deliveries }) => deliveries.filter(({ channelId }) => channelId === id),
  },
  Mutation: {
    createChannel: (_root, { input }, world) => {
      if (world.channels.some(({ name }) => name === input.name))
        throw refusal('VALIDATION', `name: ${input.name} (expected: another one)`, 'input.name');
      const host = input.address == null ? null : new URL(input.address).host;
      const made = channel(world, input.projectId, {
        name: input.name,
        kind: input.kind,
        host,
        memberIds: present(input.memberIds),
        createdAt: iso(world.now()),
      });
      return { channel: made, secret: input.kind === 'WEBHOOK' ? 'whsec_Zm9yIHRoZSByZWNlaXZlcg==' : null };
    },
    updateChannel: (_root, { input }, world) => {
      const found = meant(world, input.id, input.expectedVersion);
      return Object.assign(found, {
        name: input.name ?? found.name,
        memberIds: input.memberIds == null ? found.memberIds : present(input.memberIds),
        host: input.address == null ? found.host : new URL(input.address).host,
        version: found.version + 1,
        ...(input.active == null
          ? {}
          : {
              status: input.active ? ('ACTIVE' as const) : ('DISABLED' as const),
              disabledReason: input.active ? null : 'switched off by engineer@harbour.example',
              lastError: null,
              lastErrorAt: null,
            }),
      });
    },
    deleteChannel: (_root, { id, expectedVersion }, world) => {
      const found = meant(world, id, expectedVersion);
      world.channels = world.channels.filter((row) => row !== found);
      return found;
    },
    rotateChannelSecret: (_root, { id, expectedVersion }, world) => {
      const found = meant(world, id, expectedVersion);
      found.version += 1;
      found.previousSecretUntil = iso(world.now() + 24 * HOUR);
      return { channel: found, secret: 'whsec_YW5vdGhlciBvbmU=' };
    },
    testChannel: (_root, { id }, world) => {
      const found = find(world.channels, id);
      if (found === undefined) throw refusal('NOT_FOUND', 'no such channel');
      return deliver(world, found, 'A test of this channel', 0, {
        type: 'channel.test',
        status: 'WAITING',
        attempts: 0,
        endedAt: null,
        lastAttemptAt: null,
        lastStatus: null,
        nextAttemptAt: iso(world.now()),
      });
    },
    redeliver: (_root, { id, expectedVersion }, world) => {
      const found = find(world.deliveries, id);
      if (found === undefined) throw refusal('NOT_FOUND', 'no such delivery');
      if (found.version !== expectedVersion) throw conflict('the delivery');
      return Object.assign(found, {
        status: 'WAITING',
        attempts: 0,
        endedAt: null,
        nextAttemptAt: iso(world.now()),
        version: found.version + 1,
      });
    },
  },
};
