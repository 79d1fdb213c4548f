import { act, renderHook, waitFor } from '@testing-library/react';
import { gql } from '@urql/core';
import type { ReactNode } from 'react';
import { Provider } from 'urql';
import { expect, it, vi } from 'vitest';
import { createClient } from '@/api/client';
import { tryNow } from '@/api/connection';
import { useFollow } from '@/api/follow';
import { FakePlatform } from './platform';
import { socketsOf } from './page-socket';

interface Line {
  readonly jobLog: { readonly cursor: string; readonly text: string };
}

const LOG = gql<Line, { after: string | null }>`
  subscription Log($after: String) {
    jobLog(jobId: "J1", after: $after) {
      cursor
      text
    }
  }
`;

function line(number: number) {
  const value = { at: '2026-11-19T14:32:00Z', stream: 'OUT', cursor: `c${number}`, text: `line ${number}` };
  return { field: 'jobLog' as const, subject: 'J1', value };
}

it('goes on from its last cursor after the socket was lost', async () => {
  const platform = new FakePlatform();
  vi.stubGlobal('WebSocket', socketsOf(platform));
  const client = createClient({ csrfToken: 'x', tenant: 'harbour', onSignedOut: () => undefined });
  const asked: (string | null)[] = [];
  const seen: string[] = [];
  const { result, unmount } = renderHook(
    () =>
      useFollow<Line, { after: string | null }>({
        query: LOG,
        subject: 'J1',
        variables: (after) => {
          asked.push(after);
          return { after };
        },
        cursorOf: ({ jobLog }) => jobLog.cursor,
        onData: ({ jobLog }) => void seen.push(jobLog.text),
      }),
    { wrapper: ({ children }: { children: ReactNode }) => <Provider value={client}>{children}</Provider> },
  );
  const { live } = platform.world();
  await waitFor(() => expect(live.followers).toBe(1));
  act(() => {
    live.happen(line(1));
    live.happen(line(2));
  });
  await waitFor(() => expect(seen).toEqual(['line 1', 'line 2']));

  platform.day.sockets = false;
  act(() => {
    for (const socket of platform.sockets) socket.close(1006, 'cut off');
  });
  await waitFor(() => expect(result.current.state).toBe('lost'));
  platform.day.sockets = true;
  act(() => tryNow());
  await waitFor(() => expect(live.followers).toBe(1));
  act(() => live.happen(line(3)));

  await waitFor(() => expect(seen).toEqual(['line 1', 'line 2', 'line 3']));
  expect(asked).toEqual([null, 'c2']);
  expect(result.current.state).toBe('following');
  unmount();
  await waitFor(() => expect(live.followers).toBe(0));
});
