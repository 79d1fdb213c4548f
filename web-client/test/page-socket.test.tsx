import { waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { documentIdOf } from './documents';
import { socketsOf } from './page-socket';
import { FakePlatform } from './platform';
import { globalId } from './world/ids';

const platform = new FakePlatform();

it('is open while its test runs', async () => {
  const Socket = socketsOf(platform);
  const socket = new Socket('ws://console.test/graphql?tenant=harbour');
  await new Promise((opened) => (socket.onopen = opened));
  expect(platform.sockets.size).toBe(1);
});

it('is followed by the id of an operation, as built pages do', async () => {
  const Socket = socketsOf(platform);
  const socket = new Socket('ws://console.test/graphql?tenant=harbour');
  await new Promise((opened) => (socket.onopen = opened));
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await new Promise((answered) => (socket.onmessage = answered));
  const payload = {
    documentId: documentIdOf('subscription RunJobs('),
    variables: { projectId: globalId('Project', 'parcel-vision') },
  };
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
  await waitFor(() => expect(platform.world().live.followers).toBe(1));
  expect(socket.readyState).toBe(Socket.OPEN);
});

it('ends with its test, for nothing would answer it later', () => {
  expect(platform.sockets.size).toBe(0);
});
