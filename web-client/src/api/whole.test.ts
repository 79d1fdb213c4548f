import { gql, type DocumentInput } from '@urql/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from './client';

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
