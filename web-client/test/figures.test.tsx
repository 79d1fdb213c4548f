import { cleanup, screen, waitFor, within } from '@testing-library/react';
import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { openConsole } from './open-console';
import { FakePlatform } from './platform';
import { budgetsOf } from './world/budgets';
import { DAY, MINUTE, iso } from './world/clock';
import { decimal } from './world/decimal';
import { globalId } from './world/ids';
import { linesIn, sum, type Scope } from './world/ledger';
import { harbourWorld, type World } from './world/world';

const PROJECT = globalId('Project', 'parcel-vision');
const JOB = globalId('Job', 'damage-vit-l-418');
const RUN = globalId('Run', 'damage-vit-l #418');
const ENDPOINT = globalId('Endpoint', 'parcel-damage');

/** A world whose amounts end behind the cents, so that what is shown must either show that or say that it does not. */
function oddWorld(): World {
  const world = harbourWorld();
  world.ledger.forEach((line, index) => (line.micros += BigInt((index * 7_919) % 9_973)));
  for (const row of [...world.jobs, ...world.runs])
    if (row.euros !== null) row.euros = new Big(row.euros).plus('0.004321').toFixed(6);
  world.budgets = budgetsOf(world);
  return world;
}

/** One of next to nothing: a single line. */
function tinyWorld(): World {
  const world = oddWorld();
  const line = world.ledger.find(({ projectId }) => projectId === PROJECT);
  if (line === undefined) throw new Error('no line');
  world.ledger = [{ ...line, micros: 35n }];
  world.budgets = [];
  return world;
}

function open(world: World, path: string) {
  const platform = new FakePlatform({ worlds: { harbour: world } });
  return { platform, ...openConsole(platform, path) };
}

const now = (world: World) => world.now();
const monthOf = (world: World) => ({ from: iso(Date.UTC(2026, 10, 1)), to: iso(now(world) + 1) });
const spent = (world: World, period: { from: string; to: string }, scope: Scope = {}) =>
  decimal(sum(linesIn(world, period, scope)));

/** The amount as it is written, and the decimals that it is written with. */
function read(text: string): { amount: Big; digits: number } {
  const [, sign = '', figures = ''] = /([+−]?)€([\d,]+(?:\.\d+)?)/.exec(text) ?? [];
  if (figures === '') throw new Error(`no amount in ${text}`);
  const plain = figures.replaceAll(',', '');
  return { amount: new Big(`${sign === '−' ? '-' : ''}${plain}`), digits: plain.split('.')[1]?.length ?? 0 };
}

/** Equal to the exact amount, or rounded from it and said to be by `saying`, its title or the words beside it. */
function holds(text: string, exact: string, saying: string) {
  const { amount, digits } = read(text);
  if (amount.eq(exact)) return;
  expect(amount.toFixed(digits), text).toBe(new Big(exact).toFixed(digits));
  expect(`${text} ${saying}`).toMatch(/rounded/);
}

/** The figure of a strip that is labelled so, with what stands around it, once it is there. */
async function figure(label: RegExp | string, region = 'At a glance') {
  return waitFor(() => {
    const strip = screen.getByRole('region', { name: region });
    if (strip.closest('[aria-busy=true]') !== null) throw new Error('not there yet');
    const cell = within(strip).getByText(label).closest('div');
    const value = cell?.querySelector('dd');
    if (cell == null || value == null) throw new Error(`no figure ${String(label)}`);
    const titles = Array.from(cell.querySelectorAll('[title]'), (node) => node.getAttribute('title'));
    return { text: value.textContent, saying: `${cell.textContent} ${titles.join(' ')}` };
  });
}

async function figureHolds(label: RegExp | string, exact: string, region?: string) {
  const { text, saying } = await figure(label, region);
  holds(text, exact, saying);
}

/** Cells of one column, without those of head and foot, and the foot's. */
async function column(table: RegExp | string, header: RegExp) {
  const found = await screen.findByRole('table', { name: table });
  await within(found).findByText(/^In all|^First/);
  const heads = within(found).getAllByRole('columnheader');
  const place = heads.findIndex(({ textContent }) => header.test(textContent));
  const rows = within(found)
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('cell'));
  const cells = rows.map((row) => row[place]);
  return {
    texts: cells.slice(0, -1).map((cell) => cell?.textContent ?? ''),
    total: cells.at(-1)?.textContent ?? '',
    saying: rows.at(-1)?.[0]?.textContent ?? '',
    names: rows.slice(0, -1).map((row) => row[0]?.textContent ?? ''),
  };
}

describe.each([
  ['odd', oddWorld],
  ['tiny', tinyWorld],
] as const)('figures of %s amounts', (_kind, make) => {
  it('of the cost page are the ledger’s, part by part and in all', async () => {
    const world = make();
    const { platform } = open(world, '/cost');
    const month = monthOf(world);
    const before = {
      from: iso(Date.UTC(2026, 9, 1)),
      to: iso(Date.UTC(2026, 9, 1) + now(world) - Date.UTC(2026, 10, 1)),
    };
    await figureHolds(/^Spent this month/, spent(world, month));
    await figureHolds(/^Against/, new Big(spent(world, month)).minus(spent(world, before)).toFixed());

    await platform.quiet(); // names of projects are asked for last
    const shown = await column('Cost by project', /^1 Nov to 19 Nov/);
    holds(shown.total, spent(world, month), shown.saying);
    const parts = shown.texts.map((text) => (text.startsWith('<') ? new Big(0) : read(text).amount));
    expect(parts.reduce((all, part) => all.plus(part), new Big(0)).toFixed()).toBe(
      read(shown.total).amount.toFixed(),
    );
    for (const [index, name] of shown.names.entries()) {
      const exact = new Big(spent(world, month, { projectId: globalId('Project', name) }));
      const text = shown.texts[index] ?? '';
      // So that parts add up, one may be a unit of its last decimal away.
      const unit = new Big(10).pow(-read(text).digits);
      const amount = text.startsWith('<') ? new Big(0) : read(text).amount;
      expect(amount.minus(exact).abs().lt(unit), `${name} ${text}`).toBe(true);
      if (exact.gt(0)) expect(/[1-9]/.test(text), `${name} ${text}`).toBe(true);
    }
    const shares = (await column('Cost by project', /^Share/)).texts;
    const known = shown.names.filter((name) => name !== '');
    known.forEach((name, index) => {
      const exact = new Big(spent(world, month, { projectId: globalId('Project', name) }));
      if (exact.gt(0)) expect(shares[index], name).not.toBe('0\u00a0%');
    });
  });

  it('of the chart of days are as precise on its axis as in its legend', async () => {
    const world = make();
    open(world, '/cost?stack=project');
    const chart = await screen.findByRole('img', { name: /^Cost by day/ });
    holds(
      /, (\S+) in all/.exec(chart.getAttribute('aria-label') ?? '')?.[1] ?? '',
      spent(world, monthOf(world)),
      chart.getAttribute('aria-label') ?? '',
    );
    const legend = screen.getByText('All days').querySelector('b')?.textContent ?? '';
    const axis = Array.from(
      chart.parentElement?.querySelectorAll('[aria-hidden] > span') ?? [],
      (mark) => mark.textContent,
    ).filter((text) => text.startsWith('€') && text !== '€0');
    expect(axis.length).toBeGreaterThan(2);
    for (const mark of axis) expect([0, read(legend).digits], mark).toContain(read(mark).digits);
    expect(new Set(axis).size).toBe(axis.length);
  });

  it('of the ledger are its lines, and their sum', async () => {
    const world = make();
    const day = world.ledger[0]?.from.slice(0, 10) ?? '';
    open(world, `/cost?view=ledger&day=${day}`);
    const period = { from: `${day}T00:00:00Z`, to: iso(Date.parse(day) + DAY) };
    const { texts, total, saying } = await column('Ledger lines', /^Amount/);
    const lines = linesIn(world, period, {});
    expect(texts).toHaveLength(lines.length);
    expect(lines.length).toBeGreaterThan(0);
    holds(total, spent(world, period), saying);
    const whole = texts.reduce((all, text) => all.plus(read(text).amount), new Big(0));
    expect(whole.toFixed()).toBe(read(total).amount.toFixed());
    lines.forEach(({ micros }, index) => {
      const { amount, digits } = read(texts[index] ?? '');
      expect(amount.minus(decimal(micros)).abs().lt(new Big(10).pow(-digits))).toBe(true);
    });
  });

  it('of a project are its part of the ledger', async () => {
    const world = make();
    open(world, paths.project(PROJECT));
    const month = monthOf(world);
    await figureHolds('Spent this month', spent(world, month, { projectId: PROJECT }));
    const label = await screen.findByText(/^In all/);
    holds(
      label.nextElementSibling?.textContent ?? '',
      spent(world, month, { projectId: PROJECT }),
      label.textContent,
    );
  });

  it('of a job, a run and home are the API’s', async () => {
    const world = make();
    open(world, paths.job(JOB));
    await figureHolds('Cost', world.jobs.find(({ id }) => id === JOB)?.euros ?? '');
    cleanup();
    open(world, paths.run(RUN));
    const ofRun = world.runs.find(({ id }) => id === RUN)?.euros ?? '';
    await figureHolds(/^Cost/, ofRun, 'Progress');
    const byResource = within(screen.getByRole('region', { name: 'Cost by resource' }));
    const soFar = byResource.getByText(/^So far/);
    const inAll = soFar.nextElementSibling?.textContent ?? '';
    holds(inAll, ofRun, soFar.textContent);
    const resources = ['h100', 'standard'].map(
      (name) => read(byResource.getByText(name).nextElementSibling?.textContent ?? '').amount,
    );
    expect(resources.reduce((all, amount) => all.plus(amount), new Big(0)).toFixed()).toBe(
      read(inAll).amount.toFixed(),
    );
    cleanup();
    open(world, '/');
    const week = { from: iso(Date.UTC(2026, 10, 16)), to: iso(now(world) + 1) };
    await figureHolds('Spend this week', spent(world, week));
    const running = world.jobs.filter(({ status }) => status === 'RUNNING');
    const { saying } = await figure('Running now');
    const soFarNow = /(\S+) so far/.exec(saying)?.[1] ?? '';
    holds(soFarNow, running.reduce((all, { euros }) => all.plus(euros ?? 0), new Big(0)).toFixed(), saying);
  });
});

describe('figures of an endpoint', () => {
  const calls = (rate: number, seconds: number) => rate * seconds;

  it('are one unit on home, in the list and on its page', async () => {
    const world = oddWorld();
    open(world, '/');
    const home = await screen.findByRole('table', { name: 'Endpoints' });
    const row = (await within(home).findByRole('link', { name: 'parcel-damage' })).closest('tr');
    expect(within(home).getByRole('columnheader', { name: /Requests.*min/ })).toBeTruthy();
    const shown = Number(
      within(row ?? home)
        .getAllByRole('cell')[3]
        ?.textContent.replaceAll(',', ''),
    );
    // It moves by 15 % around so many.
    expect(shown).toBeGreaterThan(0.85 * calls(412, 60));
    expect(shown).toBeLessThan(1.15 * calls(412, 60));
    const { saying } = await figure('Endpoints');
    expect(saying).toMatch(/[\d,]+ requests\/min in all/);
    cleanup();

    open(world, paths.endpoint(ENDPOINT));
    const { saying: traffic } = await figure('Traffic');
    expect(traffic).toMatch(/requests\/min/);
    const revisions = await screen.findByRole('table', { name: 'All revisions' });
    expect(within(revisions).getByRole('columnheader', { name: /Requests.*min/ })).toBeTruthy();
    expect(screen.getByText(/^errors over 60 min/)).toBeTruthy();
    // Each moves by 15 % around its part of them: what was measured is no product of the weight.
    const row23 = within(within(revisions).getByText('r23').closest('tr') ?? revisions);
    const cells = await waitFor(() => {
      const texts = row23.getAllByRole('cell').map(({ textContent }) => textContent);
      expect(texts[4]).not.toBe('–');
      return texts;
    });
    expect(Number(cells[4]?.replaceAll(',', ''))).toBeGreaterThan(0.85 * calls(41.2, 60));
    expect(Number(cells[4]?.replaceAll(',', ''))).toBeLessThan(1.15 * calls(41.2, 60));
    expect(Number(cells[5])).toBeGreaterThan(0.9 * 21);
    expect(cells[6]).toMatch(/^0\.0\d\s%$/);
    const row21 = within(within(revisions).getByText('r21').closest('tr') ?? revisions);
    expect(row21.getByText('0 %')).toBeTruthy();
  });

  it('are no price where there were too few requests for one, and say so', async () => {
    const world = oddWorld();
    for (const endpoint of world.endpoints) endpoint.requestsPerSecond = 2 / 3_600;
    open(world, paths.endpoint(ENDPOINT));
    const { text, saying } = await figure('Cost');
    expect(text).toMatch(/^–/);
    expect(saying).toMatch(/too few requests for a price per 1,000: \d, from 100 on/);
    cleanup();
    open(world, '/');
    const home = await screen.findByRole('table', { name: 'Endpoints' });
    expect((await within(home).findAllByText('too few')).length).toBeGreaterThan(0);
    expect(screen.getByText(/from 100 requests on/)).toBeTruthy();
  });

  it('are the price of its requests where there were enough', async () => {
    const world = oddWorld();
    open(world, `${paths.endpoint(ENDPOINT)}?period=24h`);
    const { text, saying } = await figure('Cost');
    const count = Number(/of ([\d,]+) requests/.exec(saying)?.[1]?.replaceAll(',', ''));
    const to = Math.floor(now(world) / MINUTE) * MINUTE;
    const cost = spent(world, { from: iso(to - DAY), to: iso(to) }, { endpointId: ENDPOINT });
    holds(text, new Big(cost).times(1_000).div(count).toFixed(), saying);
    expect(saying).toMatch(/rounded/);
  });
});
