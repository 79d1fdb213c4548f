import { describe, expect, it } from 'vitest';
import { paths } from './paths';

describe('paths', () => {
  it('leads back to the page one came from after sign-in', () => {
    expect(paths.signIn('/projects?q=a%20b')).toBe('/session/login?returnTo=%2Fprojects%3Fq%3Da%2520b');
  });

  it.each([
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    'javascript:alert(1)',
    '/\n/elsewhere.example',
    '',
  ])('never leads back to the foreign address %j', (address) => {
    expect(paths.signIn(address)).toBe('/session/login?returnTo=%2F');
  });
});
