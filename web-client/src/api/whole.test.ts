import { Client, createRequest, gql, makeResult, type DocumentInput, type Exchange } from '@urql/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { delay, filter, map, pipe } from 'wonka';
import { createClient } from './client';
import { wholeExchange } from './whole';

const LIST = `__typename edges { __typename node { __typename id email } } pageInfo { __typename hasNextPage endCursor }`;
const INVITATIONS = gql`query Invitations { tenant { __typename id invitations(first: 100) { ${LIST} } } }`;
const ORGANISATION = gql`query Organisation {
  tenant {
    __typename
    id
    members(first: 100) { ${LIST} }
    invitations(first: 100, status: PENDING) { ${LIST} }
  }
}`;
const RESEND = gql`
  mutation Resend {
    resendInvitation {
      __typename
      id
    }
  }
`;
const CHANGES = 3;

/** Every answer comes after a while of its own; the same seed gives the same whiles. */
function platform(seed: number) {
  let state = seed;
  const some = (most: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32) * most;
  };
  const wait = (most: number) => new Promise((done) => setTimeout(done, some(most)));
  let changes = 0;
  let asked = 0;
  async function fetch(_: unknown, { body }: { readonly body: string }) {
    const { operationName: name } = JSON.parse(body) as { operationName: string };
    asked++;
    await wait(12);
    if (name === 'Resend') changes++;
    const data =
      name === 'Resend'
        ? { resendInvitation: { __typename: 'Invitation', id: 'one' } }
        : { tenant: tenant(`as of ${changes}`, name === 'Organisation') };
    await wait(12);
    return new Response(JSON.stringify({ data }), { headers: { 'content-type': 'application/json' } });
  }
  return { fetch, wait, asked: () => asked };
}

function tenant(email: string, withMembers: boolean) {
  const list = (type: string) => ({
    __typename: `${type}Connection`,
    edges: [{ __typename: `${type}Edge`, node: { __typename: type, id: 'one', email } }],
    pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null },
  });
  return {
    __typename: 'Tenant',
    id: 'harbour',
    invitations: list('Invitation'),
    ...(withMembers && { members: list('Member') }),
  };
}

describe('a question', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('comes to an answer that knows the last change, however changes and answers meet', async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { fetch, wait, asked } = platform(seed);
      vi.stubGlobal('fetch', fetch);
      const client = createClient({ csrfToken: 'token', tenant: 'harbour', onSignedOut: () => undefined });
      const seen = [INVITATIONS, ORGANISATION].map((query: DocumentInput) => {
        const answers: string[] = [];
        const asking = client.query(query, {}).subscribe(({ data }) => {
          answers.push(JSON.stringify(data ?? null));
        });
        return { answers, asking };
      });
      await vi.advanceTimersByTimeAsync(50);
      const changing = (async () => {
        for (let change = 0; change < CHANGES; change++) {
          await client.mutation(RESEND, {}).toPromise();
          await wait(10);
        }
      })();
      await vi.advanceTimersByTimeAsync(400);
      await changing;
      for (const { answers, asking } of seen) {
        expect(answers, `seed ${seed}`).not.toContain('null');
        expect(answers.at(-1), `seed ${seed}`).toContain(`as of ${CHANGES}`);
        asking.unsubscribe();
      }
      expect(asked(), `seed ${seed}`).toBeLessThan(30);
    }
  });
});

describe('an answer of which the cache has nothing to say', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  /** @param answer what comes when it is asked for the so-manieth time */
  function asking(answer: (time: number) => { readonly tenant: string } | null) {
    let asked = 0;
    const answering: Exchange = () => (operations) =>
      pipe(
        operations,
        filter(({ kind }) => kind === 'query'),
        delay(1),
        map((operation) => makeResult(operation, { data: answer(++asked), hasNext: false })),
      );
    const client = new Client({ url: '/', preferGetMethod: false, exchanges: [wholeExchange(), answering] });
    const request = createRequest(
      gql`
        {
          tenant
        }
      `,
      {},
    );
    const subscribe = () => {
      const seen: unknown[] = [];
      const subscription = client
        .executeQuery(request)
        .subscribe(({ data, stale }) => seen.push(stale ? { ...(data as object), stale } : data));
      return { seen, unsubscribe: () => subscription.unsubscribe() };
    };
    const again = () => {
      client.reexecuteOperation(
        client.createRequestOperation('query', request, { requestPolicy: 'network-only' }),
      );
    };
    return { asked: () => asked, subscribe, again };
  }

  it('is asked for five times more, and then it is that', async () => {
    const { asked, subscribe, again } = asking((time) => (time === 1 ? { tenant: 'harbour' } : null));
    const { seen } = subscribe();
    await vi.advanceTimersByTimeAsync(10);

    again();
    await vi.advanceTimersByTimeAsync(60_000);

    expect(asked()).toBe(1 + 1 + 5);
    const between = seen.slice(1, -1);
    expect(between.length).toBeGreaterThanOrEqual(5);
    for (const one of between) expect(one).toEqual({ tenant: 'harbour', stale: true });
    expect(seen.at(-1)).toBeNull();
  });

  it('is asked for as often as before once it was whole', async () => {
    const { asked, subscribe, again } = asking((time) => (time % 4 === 1 ? { tenant: `${time}` } : null));
    const { seen } = subscribe();
    await vi.advanceTimersByTimeAsync(10);

    for (let change = 1; change <= 5; change++) {
      again();
      await vi.advanceTimersByTimeAsync(100);
      expect(asked()).toBe(1 + 4 * change);
      expect(seen.at(-1)).toEqual({ tenant: `${1 + 4 * change}` });
    }
  });

  it('is asked for once for all who wait, and no more once nobody does', async () => {
    const { asked, subscribe } = asking(() => null);
    const one = subscribe();
    const other = subscribe();
    await vi.advanceTimersByTimeAsync(2);
    const askedOfBoth = asked();
    one.unsubscribe();
    await vi.advanceTimersByTimeAsync(1);
    expect(asked()).toBe(askedOfBoth + 1);
    other.unsubscribe();
    const askedAtLast = asked();

    await vi.advanceTimersByTimeAsync(60_000);

    expect(askedOfBoth).toBe(2);
    expect(asked() - askedAtLast).toBeLessThanOrEqual(1);
    expect(one.seen).not.toContain(null);
    expect(other.seen).not.toContain(null);
  });
});
