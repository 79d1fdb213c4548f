import { expect, it } from 'vitest';
import { buildSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import { deedOf, readable, sentenceOf } from './deed';

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

it('says what was tried as the operation is called', () => {
  expect(deedOf({ action: 'rotateApiKey', outcome: 'DENIED', subject: null })).toEqual({
    text: 'tried “rotate API key”',
    to: null,
  });
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
