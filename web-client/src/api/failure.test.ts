import { CombinedError } from '@urql/core';
import { describe, expect, it } from 'vitest';
import { isHidden, SENTENCES, toFailure } from './failure';

function response(status: number, requestId?: string) {
  return new Response(null, {
    status,
    headers: requestId === undefined ? {} : { 'X-Request-Id': requestId },
  });
}

describe('failures', () => {
  it('keeps the code, the sentence, the field and the request id of what the API refused', () => {
    const error = new CombinedError({
      graphQLErrors: [
        {
          message: 'slug: A (expected: small letters)',
          extensions: { code: 'VALIDATION', field: 'input.slug' },
        },
        { message: 'name: empty', extensions: { code: 'VALIDATION', field: 'name' } },
      ],
      response: response(200, 'req_01'),
    });
    expect(toFailure(error)).toEqual({
      code: 'VALIDATION',
      message: 'slug: A (expected: small letters)',
      fields: { slug: 'slug: A (expected: small letters)', name: 'name: empty' },
      places: { 'input.slug': 'slug: A (expected: small letters)', name: 'name: empty' },
      requestId: 'req_01',
    });
  });

  it.each([
    [401, 'UNAUTHENTICATED'],
    [403, 'FORBIDDEN'],
    [429, 'RATE_LIMITED'],
    [503, 'UNAVAILABLE'],
    [500, 'INTERNAL'],
  ] as const)('reads a bare %i as %s', (status, code) => {
    const error = new CombinedError({
      networkError: new Error('no JSON'),
      response: response(status, 'req_02'),
    });
    expect(toFailure(error)).toMatchObject({ code, message: SENTENCES[code], requestId: 'req_02' });
  });

  it('tells silence from an answer', () => {
    const error = new CombinedError({ networkError: new TypeError('Failed to fetch') });
    expect(toFailure(error)).toMatchObject({ code: 'UNREACHABLE', requestId: null });
  });

  it('takes a code it does not know for a failure of the platform', () => {
    const error = new CombinedError({ graphQLErrors: [{ message: 'odd', extensions: { code: 'TEAPOT' } }] });
    expect(toFailure(error)).toMatchObject({ code: 'INTERNAL', message: 'odd' });
  });

  it('treats missing and forbidden alike', () => {
    const failure = { message: '', fields: {}, requestId: null };
    expect(isHidden({ ...failure, code: 'FORBIDDEN' })).toBe(true);
    expect(isHidden({ ...failure, code: 'NOT_FOUND' })).toBe(true);
    expect(isHidden({ ...failure, code: 'INTERNAL' })).toBe(false);
  });
});
