import type { MemberRowFragment } from '@/api/generated/members';
import { isOwner } from '@/features/members/grants';
import { holdsAllOf, isLastOwner, type Organisation } from '@/features/members/organisation';

/** What the dialog about a member asks for. */
export type MemberStep = 'roles' | 'remove' | 'leave' | 'transfer';

export type Steps = Readonly<Record<Exclude<MemberStep, 'roles'>, boolean>>;

/** Which of them the person may take: one leaves oneself, and removes only who holds no more. */
export function stepsOf(organisation: Organisation, member: MemberRowFragment): Steps {
  const isMe = member.person.id === organisation.me;
  return {
    leave: isMe,
    remove: !isMe && !isLastOwner(organisation, member) && holdsAllOf(organisation, member),
    transfer: isMe && isOwner(member.grants) && organisation.members.length > 1,
  };
}
