/** @type {import('../look.js').State[]} */
export const states = [
  { name: 'inbox', day: 'good', path: '/inbox', ready: 'text=Approval asked' },
  {
    name: 'inbox-unread',
    day: 'empty',
    path: '/inbox?show=unread',
    ready: 'text=Nothing is unread',
  },
  { name: 'inbox-empty', day: 'empty', path: '/inbox', ready: 'text=Nothing waits' },
  { name: 'inbox-loading', day: 'loading', path: '/inbox', ready: '[aria-busy=true] svg' },
  { name: 'inbox-failed', day: 'failed', path: '/inbox', ready: 'text=Could not load' },
];
