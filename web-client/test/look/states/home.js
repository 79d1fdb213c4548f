/** @type {import('../state').State[]} */
export const states = [
  { name: 'home', day: 'good', path: '/', ready: 'text=Approve parcel-damage v9' },
  { name: 'home-waiting', day: 'waiting', path: '/', ready: 'text=Decide on the rollout' },
  { name: 'home-billing', day: 'billing', path: '/', ready: 'text=Spend this week' },
  { name: 'home-empty', day: 'empty', path: '/', ready: 'text=Create a project' },
  { name: 'home-viewer', day: 'viewer', path: '/', ready: 'text=catalog-rank' },
  { name: 'home-loading', day: 'loading', path: '/', ready: '[aria-busy=true] svg' },
  { name: 'home-failed', day: 'failed', path: '/', ready: 'text=Could not load' },
  { name: 'all-activity', day: 'good', path: '/activity', ready: 'text=Yesterday' },
  { name: 'all-activity-empty', day: 'empty', path: '/activity', ready: 'text=Nothing was done yet' },
  { name: 'home-forbidden', day: 'forbidden', path: '/', ready: 'text=Nothing here' },
];
