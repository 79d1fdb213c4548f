import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { createClient } from './client';
import { toFailure } from './failure';
import { JobLogDocument } from './generated/log';
import { SetTrustedDocumentsOnlyDocument, SettingsDocument } from './generated/settings';

interface Sent {
  readonly documentId?: string;
  readonly query?: string;
}

/** As the console's build hands it to the platform. */
const manifest = JSON.parse(
  readFileSync(
    new URL('../../target/classes/META-INF/keelson/console-documents.json', import.meta.url),
    'utf8',
  ),
) as Record<string, string>;

const UNKNOWN = { code: 'NOT_FOUND', field: 'documentId' };
const UNTRUSTED = { code: 'FORBIDDEN', field: 'query' };
const TENANT = {
  __typename: 'Tenant',
  id: 'T1',
  slug: 'harbour',
  name: 'Example Harbour',
  plan: 'team',
  status: 'ACTIVE',
  createdAt: '2026-01-12T09:00:00Z',
  version: 1,
  trustedDocumentsOnly: true,
  signOnOffered: false,
};
const VIEWER = {
  __typename: 'Viewer',
  permissions: [],
  permissionsSomewhere: [],
  member: { __typename: 'Member', id: 'M1', version: 1 },
};

const LINE = {
  __typename: 'LogLine',
  at: '2026-01-12T09:00:00Z',
  cursor: 'c',
  stream: 'OUT',
  text: 'epoch 1',
};

/** A platform that answers each request as `answer` says, and remembers them. */
function platform(answer: (sent: Sent) => object) {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', (_address: string, init: RequestInit) => {
    const body = JSON.parse(init.body as string) as Sent;
    sent.push(body);
    return Promise.resolve(
      new Response(JSON.stringify(answer(body)), { headers: { 'Content-Type': 'application/json' } }),
    );
  });
  const client = createClient({
    csrfToken: 'c',
    tenant: 'harbour',
    onSignedOut: () => undefined,
    byId: true,
  });
  return { sent, client };
}

function refused(extensions: object) {
  return { errors: [{ message: 'refused', extensions }] };
}

afterEach(() => vi.unstubAllGlobals());

it('names every operation by the digest of its text', () => {
  expect(Object.keys(manifest).length).toBeGreaterThan(50);
  for (const [id, text] of Object.entries(manifest)) {
    expect(id).toBe(`sha256:${createHash('sha256').update(text).digest('hex')}`);
  }
});

it('sends an operation by its id, which stands for the text that it would send', async () => {
  const { sent, client } = platform(() => ({ data: { viewer: VIEWER, tenant: TENANT } }));
  const { data, error } = await client.query(SettingsDocument, { holds: true }).toPromise();
  expect(error).toBeUndefined();
  expect(data?.tenant.slug).toBe('harbour');
  expect(sent).toHaveLength(1);
  expect(sent[0]?.query).toBeUndefined();
  expect(manifest[sent[0]?.documentId ?? '']).toMatch(/^query Settings\(/);
});

it('sends exactly the text of the manifest where the platform does not know the id, and texts from then on', async () => {
  const { sent, client } = platform(({ documentId }) =>
    documentId === undefined ? { data: { viewer: VIEWER, tenant: TENANT } } : refused(UNKNOWN),
  );
  const first = await client.query(SettingsDocument, { holds: true }).toPromise();
  expect(first.error).toBeUndefined();
  expect(first.data?.tenant.slug).toBe('harbour');
  await client.query(SettingsDocument, { holds: true }, { requestPolicy: 'network-only' }).toPromise();
  expect(sent).toHaveLength(3);
  const [byId, byText, next] = sent;
  expect(byText?.query).toBe(manifest[byId?.documentId ?? '']);
  expect(byText?.documentId).toBeUndefined();
  expect(next).toEqual(byText);
});

it('asks for the page to be loaded anew where texts are refused too, and sends a mutation no third time', async () => {
  const { sent, client } = platform(({ documentId }) =>
    refused(documentId === undefined ? UNTRUSTED : UNKNOWN),
  );
  const { error } = await client
    .mutation(SetTrustedDocumentsOnlyDocument, { input: { only: true, expectedVersion: 1 } })
    .toPromise();
  expect(sent).toHaveLength(2);
  expect(error).toBeDefined();
  if (error !== undefined)
    expect(toFailure(error)).toMatchObject({
      code: 'OUTDATED',
      message: expect.stringMatching('Reload the page') as string,
    });
});

it('leaves other refusals as they are', async () => {
  const { sent, client } = platform(() => refused({ code: 'NOT_FOUND' }));
  const { error } = await client.query(SettingsDocument, { holds: true }).toPromise();
  expect(sent).toHaveLength(1);
  expect(error?.graphQLErrors[0]?.extensions.code).toBe('NOT_FOUND');
});

it('follows a subscription by its id, without any text', async () => {
  const said: { type: string; id?: string; payload?: Sent }[] = [];
  vi.stubGlobal('window', { location: { origin: 'http://127.0.0.1:7080' } });
  vi.stubGlobal(
    'WebSocket',
    class {
      static readonly OPEN = 1;
      static readonly CLOSING = 2;
      readonly protocol = 'graphql-transport-ws';
      readonly readyState = 1;
      onopen: (() => void) | null = null;
      onmessage: ((event: { data: string }) => void) | null = null;

      constructor() {
        queueMicrotask(() => this.onopen?.());
      }

      send(text: string) {
        const message = JSON.parse(text) as (typeof said)[number];
        said.push(message);
        if (message.type === 'connection_init') this.tell({ type: 'connection_ack' });
        if (message.type === 'subscribe')
          this.tell({ id: message.id, type: 'next', payload: { data: { jobLog: LINE } } });
      }

      close() {
        // Nobody is at the other end.
      }

      private tell(message: object) {
        this.onmessage?.({ data: JSON.stringify(message) });
      }
    },
  );
  const { client } = platform(() => ({}));
  const got = await new Promise((resolve) => {
    client.subscription(JobLogDocument, { jobId: 'J1' }).subscribe(resolve);
  });

  expect(got).toMatchObject({ data: { jobLog: { text: 'epoch 1' } } });
  const payload = said.find(({ type }) => type === 'subscribe')?.payload;
  expect(payload).not.toHaveProperty('query');
  expect(manifest[payload?.documentId ?? '']).toMatch(/^subscription JobLog\(/);
});
