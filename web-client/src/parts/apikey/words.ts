/** What is said of one API key. */
export const words = {
  secret: {
    ofKey: 'This is its secret. It is shown now and never again: the platform keeps only a hash of it.',
    copy: 'Copy secret',
    kept: 'I have kept it',
  },
  used: {
    never: 'It was never used.',
    last: 'It was last used',
  },
  revoke: {
    title: (key: string) => `Revoke ${key}?`,
    verb: 'Revoke key',
    effect:
      'Whoever uses it is refused from now on. A revoked key cannot come back; create another one instead.',
  },
  rotate: {
    title: (key: string) => `Rotate ${key}?`,
    verb: 'Rotate key',
    done: (key: string) => `${key} is rotated`,
    before: (end: string) => `The key before it is good until ${end} UTC.`,
    overlaps: { '1': 'an hour', '24': 'a day', '168': '7 days' },
    overlap: 'Both keys are good for',
    effect: (prefix: string, end: string) =>
      `A new key takes its place, with the same name and rights. The one there is, ${prefix}…, ends on ${end} UTC; whoever still uses it then is refused, and its sockets and links close.`,
  },
} as const;
