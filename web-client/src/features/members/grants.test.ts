import { expect, it } from 'vitest';
import type { GrantNodeFragment } from '@/api/generated/members';
import {
  BUILT_IN,
  describe as words,
  inTwoLines,
  isOwner,
  same,
  toInput,
  withoutTwins,
  type Grant,
} from './grants';

const OWNER: Grant = { role: 'OWNER', projectId: '' };
const VIEWER: Grant = { role: 'VIEWER', projectId: 'p' };

function node(role: GrantNodeFragment['role'], project?: string, own?: string): GrantNodeFragment {
  return {
    role,
    customRole: own === undefined ? null : { id: own, name: own },
    projectId: project ?? null,
    project: project === undefined ? null : { id: project, name: project },
  };
}

it('leaves out what is granted twice, and does not care for order', () => {
  expect(withoutTwins([OWNER, VIEWER, OWNER])).toEqual([OWNER, VIEWER]);
  expect(same([OWNER, VIEWER], [VIEWER, OWNER])).toBe(true);
  expect(same([OWNER], [OWNER, VIEWER])).toBe(false);
});

it('says where a role holds, also one of the organisation’s own', () => {
  expect(words(node('OWNER'))).toBe('Owner');
  expect(words(node('VIEWER', 'dock-ocr'))).toBe('Viewer on dock-ocr');
  expect(words(node(null, 'dock-ocr', 'Label editor'))).toBe('Label editor on dock-ocr');
  expect(words({ ...node('VIEWER', 'x'), projectId: 'secret-123456', project: null })).toBe(
    'Viewer on project …123456',
  );
});

it('puts what holds everywhere in the first line and what holds on projects in the second', () => {
  const grants = [
    node('ENGINEER'),
    node('ADMIN', 'eta'),
    node('ADMIN', 'demand'),
    node(null, 'eta', 'Caller'),
  ];
  expect(inTwoLines(grants)).toEqual({
    everywhere: 'Engineer',
    onProjects: 'Admin on eta, demand; Caller on eta',
  });
});

it('names a role of the organisation by its id, a built-in one by its name', () => {
  expect(toInput(VIEWER)).toEqual({ role: 'VIEWER', projectId: 'p' });
  expect(toInput({ role: 'c3', projectId: '' })).toEqual({ customRoleId: 'c3', projectId: null });
});

it('knows owners of the organisation from owners of a project', () => {
  expect(isOwner([node('OWNER', 'p')])).toBe(false);
  expect(isOwner([node('VIEWER'), node('OWNER')])).toBe(true);
  expect(BUILT_IN.find(({ role }) => role === 'OWNER')?.permissions).toHaveLength(24);
});
