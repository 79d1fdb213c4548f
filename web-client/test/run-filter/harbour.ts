import { screen, within } from '@testing-library/react';
import { paths } from '@/paths';
import { FakePlatform } from '../platform';
import { globalId } from '../world/ids';
import { harbourWorld } from '../world/world';

export const EXPERIMENT = paths.experiment(
  globalId('Project', 'parcel-vision'),
  globalId('Experiment', 'damage-classifier'),
);

export const harbour = () => new FakePlatform({ worlds: { harbour: harbourWorld() } });

export const lastAsked = (platform: FakePlatform, wanted: string) =>
  platform.seen.findLast(({ operation }) => operation === wanted)?.variables;

export const names = () =>
  screen
    .getAllByRole('row')
    .flatMap((row) => within(row).queryAllByRole('link'))
    .map(({ textContent }) => textContent)
    .filter((name) => /#\d/.test(name));

export const tags = (count: number) => Array.from('abcdefghij'.slice(0, count), (key) => `tag~${key}~there~`);

export const withTags = (count: number, before: string) =>
  new URLSearchParams(
    [...(before === '' ? [] : [before]), ...tags(count)].map((one) => ['where', one]),
  ).toString();
