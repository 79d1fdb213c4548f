import { screen, within } from '@testing-library/react';
import { paths } from '@/paths';
import { FakePlatform } from '../platform';
import { globalId } from '../world/ids';
import { harbourWorld } from '../world/world';

export const MODEL = globalId('RegisteredModel', 'parcel-damage');

export const page = paths.retraining(MODEL);

export function platformOf() {
  const world = harbourWorld(Date.now());
  return { world, platform: new FakePlatform({ worlds: { harbour: world } }) };
}

export const asked = ({ seen }: FakePlatform) =>
  seen
    .filter(({ path }) => path === '/graphql')
    .map(({ operation }) => operation)
    .filter((name) => name !== 'Viewer');

export const sentTo = ({ seen }: FakePlatform, name: string) =>
  seen.filter(({ operation }) => operation === name);

export const strip = () => within(screen.getByRole('region', { name: 'At a glance' }));

export const region = (name: string) => within(screen.getByRole('region', { name }));
