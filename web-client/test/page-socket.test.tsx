import { expect, it } from 'vitest';
import { socketsOf } from './page-socket';
import { FakePlatform } from './platform';

const platform = new FakePlatform();

it('is open while its test runs', async () => {
  const Socket = socketsOf(platform);
  const socket = new Socket('ws://console.test/graphql?tenant=harbour');
  await new Promise((opened) => (socket.onopen = opened));
  expect(platform.sockets.size).toBe(1);
});

it('ends with its test, for nothing would answer it later', () => {
  expect(platform.sockets.size).toBe(0);
});
