import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { openConsole } from './open-console';
import { FakePlatform } from './platform';
import { watch } from './world/alerts';
import { harbourWorld } from './world/world';

it('counts beside its pages what runs, fires and waits for approval', async () => {
  const world = harbourWorld();
  watch(world);
  openConsole(new FakePlatform({ worlds: { harbour: world } }), '/projects');
  const side = within(await screen.findByRole('navigation', { name: 'Main' }));
  expect((await side.findByTitle('4 running')).textContent).toBe('Jobs4');
  expect((await side.findByTitle('2 firing')).textContent).toBe('Alerts2');
  expect((await side.findByTitle('1 awaiting approval')).textContent).toBe('Models1');
});
