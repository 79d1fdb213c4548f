import { expect, it } from 'vitest';
import { askForMore, askForRate } from './ask';

const TENANT = {
  id: 'T1',
  signOnOffered: false,
  name: 'Fish & Ships',
  slug: 'fish',
  plan: 'team',
  planSince: null,
  keyPolicy: { maxLife: null, unusedAfter: 'PT1440H' },
  operatorMail: 'ops@keelson.example',
  quotas: [],
  storageForecast: null,
  rateLimit: { pointsPerMinute: 60_000, usedPointsPerMinute: 12, perKeyPointsPerMinute: 20_000 },
};
const STORED = {
  name: 'STORED_BYTES' as const,
  limit: 2 ** 41,
  used: 2 ** 40,
  peak: 2 ** 41,
  source: 'PLAN' as const,
  planLimit: 2 ** 41,
  setAt: null,
};

function read(link: string | null) {
  const url = new URL(link ?? '');
  return { to: url.pathname, subject: url.searchParams.get('subject'), body: url.searchParams.get('body') };
}

it('says who asks, on which plan, for more of what', () => {
  expect(read(askForMore(TENANT, STORED))).toEqual({
    to: 'ops@keelson.example',
    subject: 'More for Fish & Ships: Stored bytes',
    body: [
      'Organisation: Fish & Ships (fish)',
      'Plan: team',
      'Limit: Stored bytes, 2.0 TiB',
      'In use: 1.0 TiB, at most 2.0 TiB in 7 days',
      '',
      'We need: ',
      'Since: ',
      '',
    ].join('\r\n'),
  });
  expect(read(askForRate(TENANT)).body).toContain('60,000 points a minute, one key 20,000');
});

it('is not offered where nobody is to be asked', () => {
  expect(askForMore({ ...TENANT, operatorMail: null }, STORED)).toBeNull();
  expect(askForRate({ ...TENANT, operatorMail: null })).toBeNull();
});
