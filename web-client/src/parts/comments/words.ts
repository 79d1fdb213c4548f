import { count } from '@/format/number';

/** What stands around what people say of a thing; `thing` is its word: "run". */
export const words = {
  title: 'Comments',
  newest: (n: number) => `The newest ${count(n)} are shown.`,
  none: (thing: string) => `Nobody has said anything of this ${thing} yet.`,
  noneYours: (thing: string) =>
    `Nobody has said anything of this ${thing} yet. Whom you mention is told in their inbox.`,
  yours: 'Your comment',
  send: 'Comment',
  notSent: 'Could not send the comment',
  sent: (rest: string) => `Sent. ${rest}`,
  untold: {
    one: (name: string, thing: string) => `${name} has no access to this ${thing} and was not told.`,
    many: (names: string, last: string, thing: string) =>
      `${names} and ${last} have no access to this ${thing} and were not told.`,
  },
  editor: {
    members: 'Members',
    format: 'CommonMark',
    mentions: '; @ mentions a member',
    sends: ' sends',
    cancel: 'Cancel',
  },
  item: {
    edited: ', edited',
    deleted: 'This comment was deleted',
    change: 'Change the comment',
    save: 'Save',
    notChanged: 'Could not change the comment',
    changedMeanwhile: 'It was changed meanwhile.',
    whatIsWhere: 'What it says now stands above, yours below; save again to replace it.',
    deletedMeanwhile: 'It was deleted meanwhile,',
    notMade: 'so that your change was not made.',
    close: 'Close',
    menu: (by: string) => `What to do with the comment of ${by}`,
    edit: 'Edit',
    remove: 'Delete…',
  },
  remove: {
    yours: 'Delete your comment?',
    of: (by: string) => `Delete the comment of ${by}?`,
    verb: 'Delete comment',
    effect: 'Its text goes for good. That there was one is seen for 30 days.',
  },
} as const;
