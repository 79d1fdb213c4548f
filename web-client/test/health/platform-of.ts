import { screen, within } from '@testing-library/react';
import { paths } from '@/paths';
import { FakePlatform } from '../platform';
import { globalId } from '../world/ids';
import { harbourWorld } from '../world/world';

export const ENDPOINT = globalId('Endpoint', 'parcel-damage');

export const page = `${paths.endpoint(ENDPOINT)}?tab=health`;

export function platformOf() {
  const world = harbourWorld(Date.now());
  return { world, platform: new FakePlatform({ worlds: { harbour: world } }) };
}

export const sent = ({ seen }: FakePlatform, name: string) =>
  seen.filter(({ operation }) => operation === name).map(({ variables }) => variables.input);

export const strip = () => within(screen.getByRole('region', { name: 'At a glance' }));
