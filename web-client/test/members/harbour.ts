import { FakePlatform } from '../platform';
import { harbourWorld } from '../world/world';

export function harbour() {
  const world = harbourWorld();
  return { world, platform: new FakePlatform({ worlds: { harbour: world } }) };
}

/** Under which keys an operation was sent, in order. */
export function keysOf(platform: FakePlatform, operation: string): (string | null)[] {
  return platform.seen
    .filter((request) => request.operation === operation)
    .map(({ headers }) => headers.get('Idempotency-Key'));
}

export function member(world: ReturnType<typeof harbourWorld>, name: string) {
  const found = world.members.find(({ person }) => person.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}
