import { screen, within } from '@testing-library/react';
import { paths } from '@/paths';
import { FakePlatform } from '../platform';
import { watch } from '../world/alerts';
import { globalId } from '../world/ids';
import { harbourWorld } from '../world/world';

export const PROJECT = globalId('Project', 'parcel-vision');

export const at = (more = '') => `${paths.alerts()}?project=${encodeURIComponent(PROJECT)}${more}`;

export const of = (type: string, name: string) => encodeURIComponent(globalId(type, name));

export function platformOf() {
  const world = harbourWorld(Date.now());
  watch(world);
  return { world, platform: new FakePlatform({ worlds: { harbour: world } }) };
}

export const asked = ({ seen }: FakePlatform) =>
  seen
    .filter(({ path }) => path === '/graphql')
    .map(({ operation }) => operation)
    .filter((name) => name !== 'Viewer');

export const sent = ({ seen }: FakePlatform, name: string) =>
  seen.filter(({ operation }) => operation === name).map(({ variables }) => variables);

export const strip = () => within(screen.getByRole('region', { name: 'At a glance' }));
