import { expect, it } from 'vitest';
import { buildSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import { deedOf, readable, sentenceOf } from './deed';
import { ATTEMPTS, DEEDS } from './words';

const schema = buildSchema(readFileSync(`${import.meta.dirname}/../../../../api/schema.graphql`, 'utf8'));
const operations = Object.keys(schema.getMutationType()?.getFields() ?? {});

it.each(operations)('has words for %s', (action) => {
  const about = {
    id: 'endpoint_1',
    kind: 'ENDPOINT',
    label: 'damage',
    projectId: 'project_1',
  } as const;
  const sentences = [about, null].map((subject) => sentenceOf({ action, outcome: 'DONE', subject }));
  expect(sentences.some((sentence) => !sentence.includes('“'))).toBe(true);
});

it.each([
  ['rotateApiKey', 'DENIED', 'tried to rotate an API key'],
  ['setMemberGrants', 'FAILED', 'tried to change the roles of a member'],
  ['createDataset', 'DENIED', 'tried “create data set”'],
] as const)(
  'says of %s what was tried, where it has no words as the operation is called',
  (action, outcome, text) => {
    expect(deedOf({ action, outcome, subject: null })).toEqual({ text, to: null });
  },
);

it('has words for each attempt at what it has words for', () => {
  expect(Object.keys(ATTEMPTS)).toEqual(Object.keys(DEEDS));
});

it.each([
  ['{"name": "wine", "roles": ["OWNER", "VIEWER"]}', 'name: wine · roles: OWNER, VIEWER'],
  ['{"subject": "run_01", "keptUntil": null}', 'kept until: null'],
  ['{"limit": {"from": 1, "to": 2}}', 'limit: from 1, to 2'],
  ['{}', ''],
  ['by hand', 'by hand'],
  ['[1]', '[1]'],
])('reads %s aloud', (detail, words) => {
  expect(readable(detail)).toBe(words);
});
