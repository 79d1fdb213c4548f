import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { DAY } from './world/clock';
import { someProjects } from './world/projects';
import { harbourWorld } from './world/world';

function harbour() {
  return new FakePlatform({ worlds: { harbour: harbourWorld() } });
}

function cents(text: string | null | undefined): number {
  return Math.round(Number((text ?? '').replaceAll(/[€,]/g, '')) * 100);
}

describe('cost', () => {
  it.each(['project', 'resource', 'day'])('adds up to the whole by %s', async (view) => {
    openConsole(harbour(), `/cost?view=${view}`);
    const table = await screen.findByRole('table', { name: `Cost by ${view}` });
    await within(table).findByText(/^In all/);
    const column = within(table)
      .getAllByRole('row')
      .slice(1)
      .map((row) => within(row).getAllByRole('cell')[1]?.textContent);
    const parts = column.slice(0, -1).reduce((sum, text) => sum + cents(text), 0);
    expect(parts).toBe(cents(column.at(-1)));
    expect(column.at(-1)).toBe('€25,690.43');
  });

  it('opens a project to what its cost is made of, by the keyboard, with one request', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, '/cost');
    const table = within(await screen.findByRole('table', { name: 'Cost by project' }));
    const button = await table.findByRole('button', { name: 'parcel-vision: what its cost is made of' });
    expect(button.getAttribute('aria-expanded')).toBe('false');
    const asked = () => platform.seen.filter(({ operation }) => operation === 'CostMadeOf').length;
    expect(asked()).toBe(0);
    button.focus();
    await user.keyboard('{Enter}');
    expect(button.getAttribute('aria-expanded')).toBe('true');
    const sweep = await table.findByRole('link', { name: /^damage-sweep-07/ });
    expect(sweep.getAttribute('href')).toBe(`/jobs/${encodeURIComponent(btoa('Job:damage-sweep-07'))}`);
    expect(asked()).toBe(1);
    const rows = table.getAllByRole('row');
    const at = rows.findIndex((row) => row.contains(button));
    const project = within(rows[at] ?? button).getAllByRole('cell');
    const below = rows.slice(at + 1, at + 5).map((row) => within(row).getAllByRole('cell'));
    expect(below.map(([name]) => name?.querySelector('[title]')?.textContent)).toEqual([
      'damage-sweep-07, trial 37 of 48',
      'damage-vit-l #418',
      'parcel-damage',
      'Storage',
    ]);
    for (const column of [1, 3]) {
      expect(below.reduce((sum, cells) => sum + cents(cells[column]?.textContent), 0)).toBe(
        cents(project[column]?.textContent),
      );
    }
    expect(below[3]?.[0]?.textContent).toMatch(/standard: [\d,]+ GiB-hours$/);
    expect(below[0]?.[2]?.textContent).toMatch(/^\d\d\s%$/);
    await expectNoAxeViolation();
    await user.click(button);
    expect(table.queryByRole('link', { name: /^damage-sweep-07/ })).toBeNull();
  });

  it('tells a job that is gone by its id, and names nothing that the person may not read', async () => {
    const platform = harbour();
    const world = platform.world();
    world.permissions = world.permissions.filter((permission) => permission !== 'ENDPOINT_READ');
    const { user } = openConsole(platform, '/cost');
    const table = within(await screen.findByRole('table', { name: 'Cost by project' }));
    await user.click(await table.findByRole('button', { name: /^catalog-search: / }));
    expect(await table.findByText(/^job …/)).toBeTruthy();
    expect(table.getByText(/^endpoint …/)).toBeTruthy();
    expect(table.queryByRole('link', { name: 'catalog-rank' })).toBeNull();
  });

  it('says why a project does not open, and tries again', async () => {
    const platform = harbour();
    platform.day.faults = { CostMadeOf: 'UNAVAILABLE' };
    const { user } = openConsole(platform, '/cost');
    const table = within(await screen.findByRole('table', { name: 'Cost by project' }));
    await user.click(await table.findByRole('button', { name: /^dock-ocr: / }));
    expect(await table.findByText('Could not load what it is made of')).toBeTruthy();
    platform.day.faults = {};
    await user.click(table.getByRole('button', { name: 'Retry' }));
    await waitFor(() => expect(table.getAllByRole('link', { name: 'dock-ocr' })).toHaveLength(2));
  });

  it('leads from a part to its ledger lines, and back', async () => {
    const platform = harbour();
    const { user, router } = openConsole(platform, '/cost');
    const table = await screen.findByRole('table', { name: 'Cost by project' });
    await user.click(await within(table).findByRole('link', { name: 'dock-ocr' }));

    const lines = await screen.findByRole('table', { name: 'Ledger lines' });
    expect(await within(lines).findByText('€2,569.04')).toBeTruthy();
    expect(platform.seen.at(-1)?.variables).toMatchObject({
      projectId: btoa('Project:dock-ocr'),
      first: 200,
    });
    await expectNoAxeViolation();
    await user.click(screen.getByRole('button', { name: 'Remove filter Project dock-ocr' }));
    await waitFor(() => expect(router.state.location.search).toBe('?view=ledger'));
  });

  it('sets a budget, and shows what another person set meanwhile', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, '/cost');
    await user.click(await screen.findByRole('button', { name: 'Change budget: Whole organisation, month' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Change budget' }));
    const amount = dialog.getByRole('textbox', { name: /Amount/ });
    await user.clear(amount);
    await user.type(amount, '45000');
    const world = platform.world();
    world.budgets = world.budgets.map((row) =>
      row.version === 3 ? { ...row, version: 4, limit: 43_000_000_000n } : row,
    );
    await user.click(dialog.getByRole('button', { name: 'Set budget' }));

    expect(await dialog.findByText('€43,000.00')).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Save mine' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(await screen.findByText('of €45,000')).toBeTruthy();
  });

  it('says before it removes a budget what that means', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, '/cost');
    await user.click(await screen.findByRole('button', { name: 'Remove budget: parcel-vision, month' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/Nobody is warned any more when €17,000 are passed/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Remove budget' }));

    await waitFor(() =>
      expect(screen.queryByRole('button', { name: 'Remove budget: parcel-vision, month' })).toBeNull(),
    );
    expect(platform.world().budgets).toHaveLength(2);
  });

  it('changes the budget of a project that the person may not read, and not the organisation’s', async () => {
    const platform = harbour();
    const world = platform.world();
    world.permissions = world.permissions.filter((permission) => permission !== 'PROJECT_READ');
    const { user } = openConsole(platform, '/cost');
    await user.click(await screen.findByRole('button', { name: 'Change budget: A project, month' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Change budget' }));
    expect(dialog.getByLabelText<HTMLInputElement>('For').value).toBe('A project');
    const amount = dialog.getByRole('textbox', { name: /Amount/ });
    await user.clear(amount);
    await user.type(amount, '18000');
    await user.click(dialog.getByRole('button', { name: 'Set budget' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const sent = platform.seen.find(({ operation }) => operation === 'SetBudget');
    expect(sent?.variables.input).toMatchObject({
      projectId: btoa('Project:parcel-vision'),
      amount: '18000',
    });
  });

  it('offers no budget to change to who may only read', async () => {
    const platform = harbour();
    platform.world().permissions = ['COST_READ'];
    openConsole(platform, '/cost');
    await screen.findByText('Whole organisation, week');
    expect(screen.queryByRole('button', { name: 'Set budget' })).toBeNull();
  });

  it('draws what is spent so far against the budget, and says what made the difference', async () => {
    openConsole(harbour(), '/cost');
    const chart = await screen.findByRole('img', { name: /^Cost since the period started/ });
    const aloud = chart.getAttribute('aria-label') ?? '';
    expect(aloud).toMatch(
      /^Cost since the period started: €25,690\.43 so far, €[\d,.]+ in the same days before/,
    );
    expect(screen.getByText('budget €42,000')).toBeTruthy();
    const before = cents(/, €([\d,.]+) in the same days/.exec(aloud)?.[1]);
    const drivers = within(screen.getByRole('region', { name: /^Why it (rose|fell)$/ }));
    const amounts = drivers
      .getAllByRole('listitem')
      .map((item) => cents(item.lastElementChild?.textContent.replace('−', '-').replace('+', '')));
    const whole = amounts.pop();
    expect(whole).toBe(2_569_043 - before);
    expect(amounts.reduce((total, amount) => total + amount, 0)).toBe(whole);
    await expectNoAxeViolation();
  });

  it('names the jobs, endpoints or storage behind a step, which add up to it as it is shown', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, '/cost');
    const panel = await screen.findByRole('region', { name: /^Why it (rose|fell)$/ });
    expect(platform.seen.some(({ operation }) => operation === 'CostMadeOf')).toBe(false);
    const opener = await within(panel).findByRole('button', {
      name: 'h100 of parcel-vision: what made the difference',
    });
    const step = opener.closest('li') ?? panel;
    const amountIn = (text: string | null | undefined) =>
      cents(/€[\d,.]+$/.exec(text ?? '')?.[0].replace('€', ''));
    const whole = amountIn(step.lastElementChild?.textContent);
    await user.click(opener);
    expect(opener.getAttribute('aria-expanded')).toBe('true');
    expect(await within(step).findByRole('link', { name: /^damage-sweep-07/ })).toBeTruthy();
    const parts = within(step).getAllByRole('listitem');
    expect(parts.map(({ textContent }) => textContent.replace(/[+−]€.*/, ''))).toEqual([
      'damage-sweep-07, trial 37 of 48',
      'damage-vit-l #418',
    ]);
    expect(parts.reduce((total, { textContent }) => total + amountIn(textContent), 0)).toBe(whole);
    expect(within(step).queryByText(/^More was metered/)).toBeNull();
    await expectNoAxeViolation();
    await user.click(opener);
    expect(within(step).queryByRole('link')).toBeNull();
  });

  it('makes a forecast without a budget, and none of days that were chosen', async () => {
    const platform = harbour();
    platform.world().budgets = [];
    const page = openConsole(platform, '/cost');
    const forecast = (await screen.findByText(/^Forecast, /)).parentElement;
    expect(forecast?.textContent).toMatch(/€\d[\d,]+.*no budget is set.*as in the last seven days/);
    page.unmount();
    openConsole(platform, '/cost?period=custom&from=2026-11-02&to=2026-11-08');
    await screen.findByRole('table', { name: 'Cost by project' });
    expect((await screen.findByText('Forecast')).parentElement?.textContent).toContain(
      'of whole weeks and months',
    );
  });

  it('tells how far a forecast may be off, and each project’s own', async () => {
    const platform = harbour();
    const page = openConsole(platform, '/cost');
    const range = await screen.findByText(/^80 % range/);
    const forecast = cents((await screen.findByText(/^Forecast, /)).nextSibling?.textContent);
    const [low, high] = [...range.textContent.matchAll(/€[\d,]+/g)].map(([text]) => cents(text));
    expect(low).toBeLessThan(forecast);
    expect(high).toBeGreaterThan(forecast);
    const table = within(screen.getByRole('table', { name: 'Cost by project' }));
    const row = within(await table.findByRole('row', { name: /^dock-ocr/ })).getAllByRole('cell');
    // Spent on a tenth of what all of it is: so is what is forecast.
    expect(Math.abs(cents(row[5]?.textContent) - forecast / 10)).toBeLessThanOrEqual(200);
    page.unmount();
    const world = platform.world();
    world.ledger = world.ledger.filter(({ from }) => Date.parse(from) >= world.now() - 6 * DAY);
    openConsole(platform, '/cost');
    await screen.findByText(/^Forecast, /);
    expect(screen.queryByText(/^80 % range/)).toBeNull();
  });

  it('has the lines of the ledger first where one came for them', async () => {
    openConsole(harbour(), '/cost?view=ledger');
    await screen.findByRole('table', { name: 'Ledger lines' });
    expect(screen.queryByText(/^Spent/)).toBeNull();
    expect(screen.queryByRole('heading', { name: 'Budgets' })).toBeNull();
  });

  it.each([
    ['table', '/cost', 'Cost by project'],
    ['ledger', '/cost?view=ledger&day=2026-11-10', 'Ledger lines'],
  ])('calls no project by its id in the %s while names are on their way', async (_part, path, label) => {
    const platform = harbour();
    platform.day.faults = { ProjectNames: 'hang' };
    openConsole(platform, path);
    const [table] = await screen.findAllByRole('table', { name: label });
    if (table === undefined) throw new Error('no table');
    await within(table).findByText(/^In all/);
    await waitFor(() =>
      expect(platform.seen.some(({ operation }) => operation === 'ProjectNames')).toBe(true),
    );
    expect(screen.queryByText(/^project …/)).toBeNull();
    // In the place of each name, and nowhere else in the table.
    const rows = within(table).getAllByRole('row').slice(1, -1);
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.map((row) => row.querySelectorAll('svg[aria-hidden][height="10"]').length)).toEqual(
      rows.map(() => 1),
    );
    await expectNoAxeViolation();
  });

  it('waits for the names of the last page before it calls a project by its id', async () => {
    const platform = harbour();
    const world = platform.world();
    world.projects = [...someProjects(120), ...world.projects];
    const pages = () => platform.seen.filter(({ operation }) => operation === 'ProjectNames').length;
    Object.defineProperty(platform.day.faults, 'ProjectNames', {
      get: () => (pages() > 1 ? 'hang' : undefined),
    });
    openConsole(platform, '/cost');
    const table = await screen.findByRole('table', { name: 'Cost by project' });
    await within(table).findByText(/^In all/);
    await waitFor(() => expect(pages()).toBe(2));
    expect(screen.queryByText(/^project …/)).toBeNull();
  });

  it('calls a project that nobody names by the end of its id', async () => {
    const platform = harbour();
    const world = platform.world();
    world.projects = world.projects.filter(({ slug }) => slug !== 'dock-ocr');
    openConsole(platform, '/cost');
    const table = await screen.findByRole('table', { name: 'Cost by project' });
    expect(
      await within(table).findByRole('link', { name: `project …${btoa('Project:dock-ocr').slice(-6)}` }),
    ).toBeTruthy();
    expect(within(table).getByRole('link', { name: 'parcel-vision' })).toBeTruthy();
  });

  it('calls projects by their ids where their names did not come', async () => {
    const platform = harbour();
    platform.day.faults = { ProjectNames: 'UNAVAILABLE' };
    openConsole(platform, '/cost');
    const table = await screen.findByRole('table', { name: 'Cost by project' });
    expect((await within(table).findAllByRole('link', { name: /^project …/ })).length).toBeGreaterThan(1);
  });
});
