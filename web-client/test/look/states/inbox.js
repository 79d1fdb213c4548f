const id = (type, name) => encodeURIComponent(globalThis.Buffer.from(`${type}:${name}`).toString('base64'));
const run = `/runs/${id('Run', 'damage-vit-l #412')}#comments`;

/** @type {import('../state').State[]} */
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
  { name: 'inbox-forbidden', day: 'forbidden', path: '/inbox', ready: 'text=Nothing here' },
  { name: 'inbox-no-match', day: 'good', path: '/inbox?reason=END_OF_MINE', ready: 'text=No thread matches' },
  { name: 'inbox-done', day: 'good', path: '/inbox?show=done', ready: 'text=Nothing is done' },
  {
    name: 'comments',
    day: 'good',
    path: run,
    ready: 'text=This comment was deleted',
    act: async (page) => {
      const field = page.getByRole('textbox', { name: 'Your comment' });
      await field.fill('Ask @');
      await field.press('F');
      await page.getByRole('option', { name: 'Finance lead' }).waitFor();
      await field.scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'activity',
    day: 'good',
    path: '/',
    ready: 'text=Approve parcel-damage v9',
    act: (page) => page.getByRole('button', { name: 'Show more' }).scrollIntoViewIfNeeded(),
  },
];
