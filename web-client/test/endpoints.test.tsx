import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { monthBounds } from '@/features/endpoints/traffic';
import { sum } from '@/format/amount';
import { money } from '@/format/number';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { costOf } from './world/cost';
import { euros } from './world/decimal';
import { watchLatency } from './world/alerts';
import { MINUTE } from './world/clock';
import { globalId } from './world/ids';
import { roll } from './world/rollouts';
import { find, harbourWorld } from './world/world';

const ENDPOINT = globalId('Endpoint', 'parcel-damage');
const ALONE = globalId('Endpoint', 'eta');

function platformOf() {
  const world = harbourWorld(Date.now());
  return { world, platform: new FakePlatform({ worlds: { harbour: world } }) };
}

function endpointIn(world: ReturnType<typeof harbourWorld>) {
  const found = find(world.endpoints, ENDPOINT);
  if (found === undefined) throw new Error('no endpoint');
  return found;
}

/** To the cent and beyond, as the ledger has it. */
function spentOn(world: ReturnType<typeof harbourWorld>, endpointId: string): string {
  const { lines } = costOf(world, monthBounds(Date.now()), { endpointId });
  return sum(lines.map((line) => euros(line.micros).amount));
}

describe('the list of endpoints', () => {
  it('shows what each serves, how much and how fast', async () => {
    const { platform } = platformOf();
    openConsole(platform, paths.endpoints());

    const link = await screen.findByRole('link', { name: 'parcel-damage' });
    const row = within(link.closest('tr') ?? link);
    expect(row.getByText('r23 parcel-damage v8, 10 %; r22 parcel-damage v7, 90 %')).toBeTruthy();
    expect(row.getByText('6 of 6')).toBeTruthy();
    expect(platform.seen.filter(({ operation }) => operation === 'Endpoints')).toHaveLength(1);
    await expectNoAxeViolation();
  });

  it('adds up what all of them do, and what each has cost', async () => {
    const { world, platform } = platformOf();
    openConsole(platform, paths.endpoints());

    const link = await screen.findByRole('link', { name: 'parcel-damage' });
    const strip = within(screen.getByRole('region', { name: 'At a glance' }));
    expect(strip.getByText('Serving').nextSibling?.textContent).toBe('5of 5 endpoints');
    expect(strip.getByText('All serve')).toBeTruthy();
    expect(strip.getByText('Replicas ready').nextSibling?.textContent).toBe('15of 16 wanted');
    expect(strip.getByText('too few: catalog-rank')).toBeTruthy();
    const amounts = world.endpoints.map(({ id }) => spentOn(world, id));
    expect(strip.getByText('Spent this month').nextSibling?.textContent).toBe(money(sum(amounts), 'EUR'));
    expect(link.closest('tr')?.textContent).toContain(money(spentOn(world, ENDPOINT), 'EUR'));
  });

  it('says no cost to whoever may not read that of the organisation', async () => {
    const { world, platform } = platformOf();
    world.permissions = ['PROJECT_READ', 'ENDPOINT_READ'];
    openConsole(platform, paths.endpoints());

    await screen.findByRole('link', { name: 'parcel-damage' });
    expect(screen.queryByText('Spent this month')).toBeNull();
    expect(screen.queryByRole('columnheader', { name: 'This month' })).toBeNull();
  });

  it('leads to the models when there is none', async () => {
    openConsole(new FakePlatform(), paths.endpoints());
    expect(await screen.findByRole('heading', { name: 'No endpoints yet' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Choose a model' }).getAttribute('href')).toBe(paths.models());
    await expectNoAxeViolation();
  });

  it('fails with its request id', async () => {
    openConsole(new FakePlatform({ faults: { Endpoints: 'UNAVAILABLE' } }), paths.endpoints());
    expect((await screen.findByRole('alert')).textContent).toMatch(/Could not load endpoints.*req_\d{4}/s);
  });
});

describe('the page of an endpoint', () => {
  it('answers in figures first, with at most two requests', async () => {
    const { platform } = platformOf();
    openConsole(platform, paths.endpoint(ENDPOINT));

    await screen.findByText('requests/min');
    const strip = within(screen.getByRole('region', { name: 'At a glance' }));
    expect(strip.getByText('of 6 wanted')).toBeTruthy();
    expect(strip.getByText('per 1,000')).toBeTruthy();
    const revisions = within(screen.getByRole('table', { name: 'All revisions' }));
    expect(revisions.getByText('canary')).toBeTruthy();
    expect(screen.getByRole('img', { name: 'Weights: r23 10 %, r22 90 %' })).toBeTruthy();
    const asked = platform.seen.filter(({ path }) => path === '/graphql').map(({ operation }) => operation);
    expect(asked.filter((name) => name !== 'Viewer').sort()).toEqual(['Endpoint', 'EndpointExamples']);
    await expectNoAxeViolation();
  });

  it.each([
    ['parcel-vision', true, ['CostOfEndpoint', 'Endpoint']],
    ['dock-ocr', false, ['Endpoint']],
  ])('takes two requests of who may see costs, and write, in %s alone', async (project, shown, questions) => {
    const { world, platform } = platformOf();
    world.permissions = ['PROJECT_READ', 'ENDPOINT_READ', 'RUN_READ'];
    world.permissionsIn = { [globalId('Project', project)]: ['COST_READ', 'ENDPOINT_WRITE'] };
    openConsole(platform, paths.endpoint(ENDPOINT));
    await screen.findByText('requests/min');
    if (shown) expect(await screen.findByText('per 1,000')).toBeTruthy();
    else expect(screen.queryByText('per 1,000')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Shift traffic' }) !== null).toBe(shown);
    const asked = platform.seen.filter(({ path }) => path === '/graphql').map(({ operation }) => operation);
    expect(asked.filter((name) => name !== 'Viewer').sort()).toEqual(questions);
  });

  it('takes in the minute that has just ended', async () => {
    const { world, platform } = platformOf();
    openConsole(platform, paths.endpoint(ENDPOINT));
    await screen.findByRole('region', { name: 'At a glance' });
    await waitFor(() => expect(world.live.followers).toBe(1));
    act(() => {
      world.live.happen({
        field: 'endpointTraffic',
        subject: ENDPOINT,
        value: {
          at: new Date(Date.now() + MINUTE).toISOString(),
          requests: 7_777,
          errors: 0,
          inFlight: 1,
          p50Ms: 1,
          p95Ms: 77,
          p99Ms: 78,
        },
      });
    });
    const strip = within(screen.getByRole('region', { name: 'At a glance' }));
    expect(await strip.findByText('7,777')).toBeTruthy();
    expect(strip.getByText('77')).toBeTruthy();
  });

  it('tells revisions apart where one asks for it', async () => {
    const { platform } = platformOf();
    const { user } = openConsole(platform, paths.endpoint(ENDPOINT));
    expect(await screen.findByRole('figure', { name: 'Traffic' })).toBeTruthy();
    await user.click(screen.getByRole('link', { name: 'By revision' }));

    for (const name of ['Traffic by revision', 'Latency by revision', 'Errors by revision']) {
      const chart = within(await screen.findByRole('figure', { name }));
      expect(chart.getByText('r22')).toBeTruthy();
      expect(chart.getByText('r23')).toBeTruthy();
    }
    expect(screen.queryByRole('figure', { name: 'Traffic' })).toBeNull();
    expect(platform.seen.filter(({ operation }) => operation === 'EndpointOverTime')).toHaveLength(0);
    await expectNoAxeViolation();
  });

  it('draws how many replicas there were between their bounds, and what changed in every chart', async () => {
    const { world, platform } = platformOf();
    roll(world);
    openConsole(platform, paths.endpoint(ENDPOINT));
    const chart = within(await screen.findByRole('figure', { name: 'Replicas' }));
    expect(chart.getByText(/Limit min 1: 1\. Limit max 12: 12\./)).toBeTruthy();
    for (const name of ['Traffic', 'Latency', 'Replicas']) {
      const { textContent } = screen.getByRole('figure', { name });
      expect(textContent).toMatch(
        /5 → 6 replicas at .*r23 to 10 % at .*6 → 7 replicas at .*7 → 6 replicas at /,
      );
    }
    const changes = within(screen.getByRole('list', { name: 'Changes of the replicas' }));
    expect(changes.getAllByRole('listitem').map(({ textContent }) => textContent.slice(5))).toEqual([
      '7 → 61 replica ended',
      '6 → 71 replica became ready',
      '5 → 61 replica became ready',
    ]);
    await expectNoAxeViolation();
  });

  it('says where no replica became ready or ended', async () => {
    const { platform } = platformOf();
    openConsole(platform, paths.endpoint(globalId('Endpoint', 'demand-forecast')));
    expect(await screen.findByRole('figure', { name: 'Replicas' })).toBeTruthy();
    expect(screen.getByText('None became ready or ended in the last 60 min.')).toBeTruthy();
  });

  it('draws above which latency an alert speaks, for who may read alerts', async () => {
    const { world, platform } = platformOf();
    watchLatency(world);
    openConsole(platform, paths.endpoint(ENDPOINT));
    const chart = await screen.findByRole('figure', { name: 'Latency' });
    expect(within(chart).getByText(/alert above p95 50 ms/)).toBeTruthy();
    cleanup();
    world.permissions = world.permissions.filter((permission) => permission !== 'ALERT_READ');
    openConsole(platform, paths.endpoint(ENDPOINT));
    const plain = await screen.findByRole('figure', { name: 'Latency' });
    expect(within(plain).queryByText(/alert above/)).toBeNull();
  });

  it('says where no revision was asked anything', async () => {
    const { world, platform } = platformOf();
    for (const revision of world.revisions) if (revision.endpointId === ENDPOINT) revision.weight = 0;
    openConsole(platform, `${paths.endpoint(ENDPOINT)}?by=revision`);
    expect(await screen.findByRole('heading', { name: 'No requests' })).toBeTruthy();
    expect(screen.getByText('No revision was asked anything in the last 60 min.')).toBeTruthy();
  });

  it('shifts traffic, once the weights add up', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, paths.endpoint(ENDPOINT));
    await user.click(await screen.findByRole('button', { name: 'Shift traffic' }));
    const dialog = within(await screen.findByRole('dialog'));
    const canary = dialog.getByLabelText('Percent of the traffic for r23');
    await user.clear(canary);
    expect(dialog.getByText('Each weight is a whole number from 0 to 100.')).toBeTruthy();
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Shift traffic' }).disabled).toBe(true);
    await user.type(canary, '25');
    expect((canary as HTMLInputElement).value).toBe('25');
    expect(dialog.getByLabelText<HTMLInputElement>('Percent of the traffic for r22').value).toBe('75');
    expect(dialog.getByText('adds up')).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Shift traffic' }));

    expect(await screen.findByRole('img', { name: 'Weights: r23 25 %, r22 75 %' })).toBeTruthy();
    expect(
      world.revisions.find(({ number, endpointId }) => number === 23 && endpointId === ENDPOINT)?.weight,
    ).toBe(25);
  });

  it('shows what someone else changed meanwhile before it shifts anything', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, paths.endpoint(ENDPOINT));
    await user.click(await screen.findByRole('button', { name: 'Shift traffic' }));
    const dialog = within(await screen.findByRole('dialog'));
    await platform.quiet();
    endpointIn(world).version += 1;
    const canary = dialog.getByLabelText('Percent of the traffic for r23');
    await user.clear(canary);
    await user.type(canary, '50');
    await user.click(dialog.getByRole('button', { name: 'Shift traffic' }));

    expect(await dialog.findByText('The endpoint changed meanwhile.')).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Shift to mine' }));
    expect(await screen.findByRole('img', { name: 'Weights: r23 50 %, r22 50 %' })).toBeTruthy();
  });

  it('rolls back after saying in figures what that does', async () => {
    const { platform } = platformOf();
    const { user } = openConsole(platform, paths.endpoint(ENDPOINT));
    await user.click(await screen.findByRole('button', { name: 'Roll back' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/by its history r22, parcel-damage v7/)).toBeTruthy();
    expect(dialog.getByText(/r23, parcel-damage v8, loses its 10 %/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Roll back to r22' }));
    expect(await screen.findByRole('img', { name: 'Weights: r22 100 %' })).toBeTruthy();
  });

  it('has neither a shift nor a way back with one revision', async () => {
    const { platform } = platformOf();
    openConsole(platform, paths.endpoint(ALONE));
    await screen.findByRole('button', { name: 'Stop' });
    expect(screen.queryByRole('button', { name: 'Shift traffic' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Roll back' })).toBeNull();
  });

  it('stops, and says then that nothing answers', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, paths.endpoint(ENDPOINT));
    await user.click(await screen.findByRole('button', { name: 'Stop' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/from then on callers get an error/)).toBeTruthy();
    endpointIn(world).reason = 'revision 23 was told to end';
    await user.click(dialog.getByRole('button', { name: 'Stop parcel-damage' }));
    expect(await screen.findByText('Nothing serves requests now.')).toBeTruthy();
    expect(screen.getByText('Nothing to ask')).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('hides an endpoint that is not there', async () => {
    const { platform } = platformOf();
    openConsole(platform, paths.endpoint(globalId('Endpoint', 'none')));
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
  });
});

describe('trying an endpoint', () => {
  it('has a field for each column and shows the scores, best first in weight', async () => {
    const { platform } = platformOf();
    const { user } = openConsole(platform, paths.endpoint(ENDPOINT));
    const form = within(await screen.findByRole('form', { name: 'Try it' }));
    const field = form.getByLabelText('edge_ratio');
    await user.clear(field);
    await user.type(field, 'x{Control>}{Enter}{/Control}');
    expect(await form.findByText('x (expected: a number)')).toBeTruthy();
    expect(platform.seen.some(({ operation }) => operation === 'Predict')).toBe(false);

    await user.clear(field);
    await user.type(field, '0.7{Control>}{Enter}{/Control}');
    expect(await form.findByText('Answered in 19.4 ms')).toBeTruthy();
    expect(form.getByRole('img', { name: 'dented: 0.9132' })).toBeTruthy();
    expect(form.getByText('0, dented')).toBeTruthy();
    const sent = platform.seen.find(({ operation }) => operation === 'Predict');
    expect(sent?.variables.input).toEqual({
      endpointId: ENDPOINT,
      inputs: [{ name: 'features', datatype: 'FP32', shape: [1, 4], data: [0.7, 0, 0, 0] }],
    });
    await expectNoAxeViolation();
  });

  it('takes tensors as JSON, and shows what the platform says of them', async () => {
    const { platform } = platformOf();
    const { user } = openConsole(platform, `${paths.endpoint(ENDPOINT)}?try=json`);
    const form = within(await screen.findByRole('form', { name: 'Try it' }));
    const text = form.getByLabelText('Inputs');
    expect((text as HTMLTextAreaElement).value).toContain('"features"');
    await user.clear(text);
    await user.click(text);
    await user.paste('[{"name":"wrong"}]');
    await user.click(form.getByRole('button', { name: /Send/ }));
    expect((await form.findByRole('alert')).textContent).toContain('inputs: wrong (expected: features)');
  });

  it('offers neither a request nor a change of traffic to those who may only look', async () => {
    const { world, platform } = platformOf();
    world.permissions = ['PROJECT_READ', 'ENDPOINT_READ'];
    openConsole(platform, paths.endpoint(ENDPOINT));
    expect(await screen.findByRole('heading', { name: 'Nothing you may send' })).toBeTruthy();
    for (const name of ['Stop', 'Roll back', 'Shift traffic'])
      expect(screen.queryByRole('button', { name })).toBeNull();
  });

  it('shows the refusal to whoever may not ask', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, paths.endpoint(ENDPOINT));
    const form = within(await screen.findByRole('form', { name: 'Try it' }));
    world.permissions = [];
    await user.click(form.getByRole('button', { name: /Send/ }));
    expect((await form.findByRole('alert')).textContent).toContain('ENDPOINT_INVOKE is not granted to you');
  });

  it('shows the same call in four languages, with the endpoint’s own address', async () => {
    const { platform } = platformOf();
    const { user } = openConsole(platform, paths.endpoint(ENDPOINT));
    const panel = within(await screen.findByRole('region', { name: 'Call it' }));
    expect(panel.getByLabelText('Snippet, curl').textContent).toContain(
      'https://gateway.harbour.example/v2/models/parcel-damage/infer',
    );
    await user.click(panel.getByRole('link', { name: 'Python' }));
    expect((await panel.findByLabelText('Snippet, python')).textContent).toContain(
      'gateway.harbour.example:7082',
    );
    vi.unstubAllGlobals();
  });
});
