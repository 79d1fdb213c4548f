const id = (type, name) => encodeURIComponent(globalThis.btoa(`${type}:${name}`));
const ALERTS = `/alerts?project=${id('Project', 'parcel-vision')}`;
const ALERT = `${ALERTS}&alert=${id('Alert', 'Errors of parcel-damage 0')}`;
const RULE = `${ALERTS}&tab=rules&rule=${id('AlertRule', 'Errors of parcel-damage')}`;
const CHANNEL = `${ALERTS}&tab=channels&channel=${id('Channel', 'pager')}`;

/** What watches a project, and whom it tells. @type {import('../state').State[]} */
export const states = [
  { name: 'alerts', day: 'watched', path: ALERTS, ready: 'text=Vision: budget' },
  { name: 'alerts-one', day: 'watched', path: ALERT, ready: 'canvas', act: whole },
  { name: 'alerts-rules', day: 'watched', path: `${ALERTS}&tab=rules`, ready: 'text=Vision: budget' },
  { name: 'alerts-rule', day: 'watched', path: RULE, ready: 'canvas', act: whole },
  {
    name: 'alerts-silences',
    day: 'watched',
    path: `${ALERTS}&tab=silences`,
    ready: 'text=cameras at dock 4',
  },
  { name: 'alerts-silence', day: 'watched', path: RULE, ready: 'canvas', act: open('Silence…') },
  { name: 'alerts-channels', day: 'watched', path: `${ALERTS}&tab=channels`, ready: 'text=#vision-ops' },
  { name: 'alerts-channel', day: 'watched', path: CHANNEL, ready: 'text=Newest messages', act: whole },
  {
    name: 'alerts-channel-new',
    day: 'watched',
    path: ALERTS,
    ready: 'text=Vision: budget',
    act: open('New channel'),
  },
  { name: 'alerts-none', day: 'good', path: ALERTS, ready: 'text=No rules yet' },
  { name: 'alerts-all', day: 'watched', path: '/alerts', ready: 'text=Vision: budget' },
  { name: 'alerts-all-over', day: 'watched', path: '/alerts?state=all', ready: 'text=Failed tasks' },
  { name: 'alerts-all-rules', day: 'watched', path: '/alerts?tab=rules', ready: 'text=Failed tasks' },
  { name: 'alerts-all-calm', day: 'good', path: '/alerts', ready: 'text=Nothing is wrong' },
  { name: 'alerts-no-project', day: 'empty', path: '/alerts', ready: 'text=No projects yet' },
  { name: 'alerts-loading', day: 'loading', path: '/alerts', ready: '[aria-busy=true] svg' },
  { name: 'alerts-failed', day: 'failed', path: '/alerts', ready: 'text=Could not load' },
  { name: 'alerts-forbidden', day: 'forbidden', path: '/alerts', ready: 'text=Nothing here' },
];

function open(button) {
  return async (page) => {
    await page.getByRole('button', { name: button, exact: true }).click();
    await page.getByRole('dialog').last().waitFor();
  };
}

/** The whole page in one picture. */
async function whole(page, size) {
  const height = await page.evaluate(() => globalThis.document.documentElement.scrollHeight);
  await page.setViewportSize({ width: size === 'wide' ? 1440 : 390, height });
}
