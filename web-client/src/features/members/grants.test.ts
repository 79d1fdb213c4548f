import { expect, it } from 'vitest';
import { describe as words, same, withoutTwins, type Grant } from './grants';

const OWNER: Grant = { role: 'OWNER', projectId: '' };
const VIEWER: Grant = { role: 'VIEWER', projectId: 'p' };

it('leaves out what is granted twice, and does not care for order', () => {
  expect(withoutTwins([OWNER, VIEWER, OWNER])).toEqual([OWNER, VIEWER]);
  expect(same([OWNER, VIEWER], [VIEWER, OWNER])).toBe(true);
  expect(same([OWNER], [OWNER, VIEWER])).toBe(false);
});

it('says where a role holds', () => {
  expect(words(OWNER, () => '')).toBe('Owner');
  expect(words(VIEWER, (id) => `project ${id}`)).toBe('Viewer in project p');
});
