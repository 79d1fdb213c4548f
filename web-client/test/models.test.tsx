import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { globalId } from './world/ids';
import { find, harbourWorld } from './world/world';

const MODEL = globalId('RegisteredModel', 'parcel-damage');

function platformOf() {
  const world = harbourWorld(Date.now());
  return { world, platform: new FakePlatform({ worlds: { harbour: world } }) };
}

function version(world: ReturnType<typeof harbourWorld>, number: number) {
  const found = find(world.modelVersions, globalId('ModelVersion', `parcel-damage-${number}`));
  if (found === undefined) throw new Error('no such version');
  return found;
}

function asked(platform: FakePlatform) {
  const names = platform.seen.filter(({ path }) => path === '/graphql').map(({ operation }) => operation);
  return names.filter((name) => name !== 'Viewer');
}

describe('the list of models', () => {
  it('shows the latest version of each, its state and where aliases point', async () => {
    const { platform } = platformOf();
    openConsole(platform, paths.models());

    const link = await screen.findByRole('link', { name: 'parcel-damage' });
    const row = within(link.closest('tr') ?? link);
    expect(row.getByText('v9')).toBeTruthy();
    expect(row.getByText('Registered')).toBeTruthy();
    expect(row.getByText('champion v8')).toBeTruthy();
    const metric = row.getByRole('link', { name: '0.9162 val/f1' });
    expect(metric.title).toBe('val/f1 of damage-vit-l #412, which the latest version came of');
    expect(metric.getAttribute('href')).toBe(paths.run(globalId('Run', 'damage-vit-l #412')));
    expect(platform.seen.filter(({ operation }) => operation === 'Models')).toHaveLength(1);
    await expectNoAxeViolation();
  });

  it('says where each answers, and by which version', async () => {
    const { platform } = platformOf();
    openConsole(platform, paths.models());

    const live = await screen.findByRole('link', { name: 'parcel-damage v7' });
    expect(live.title).toBe('90 % of parcel-damage by v7; 10 % of parcel-damage by v8');
    expect(live.getAttribute('href')).toBe(paths.endpoint(globalId('Endpoint', 'parcel-damage')));
    const strip = within(screen.getByRole('region', { name: 'At a glance' }));
    expect(strip.getByText('Live models').nextSibling?.textContent).toBe('5of 5 models');
    expect(strip.getByText('Serving their latest version').nextSibling?.textContent).toBe('4of 5 live');
    expect(strip.getByText('parcel-damage on an older one')).toBeTruthy();
    expect(strip.getByText('Awaiting approval').nextSibling?.textContent).toBe('1');
    expect(strip.getByText('parcel-damage v9')).toBeTruthy();
  });

  it('says nothing of endpoints to whoever may read none', async () => {
    const { world, platform } = platformOf();
    world.permissions = ['PROJECT_READ', 'MODEL_READ', 'RUN_READ'];
    openConsole(platform, paths.models());

    await screen.findByRole('link', { name: 'parcel-damage' });
    expect(screen.queryByRole('columnheader', { name: 'Live endpoint' })).toBeNull();
    expect(screen.queryByText('Live models')).toBeNull();
  });

  it('says how a model comes to be when there is none', async () => {
    openConsole(new FakePlatform(), paths.models());
    expect(await screen.findByRole('heading', { name: 'No models yet' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('fails with its request id, and hides what is forbidden', async () => {
    openConsole(new FakePlatform({ faults: { Models: 'UNAVAILABLE' } }), paths.models());
    expect((await screen.findByRole('alert')).textContent).toMatch(/Could not load models.*req_\d{4}/s);
  });

  it('hides what is forbidden', async () => {
    openConsole(new FakePlatform({ faults: { Models: 'FORBIDDEN' } }), paths.models());
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
  });
});

describe('the page of a model', () => {
  it('shows the latest version with its passport in one request', async () => {
    const { platform } = platformOf();
    openConsole(platform, paths.model(MODEL));

    expect(await screen.findByRole('heading', { level: 1, name: 'parcel-damage v9' })).toBeTruthy();
    const graph = within(screen.getByRole('region', { name: 'Passport' }));
    expect(graph.getByRole('link', { name: /^Data set.*parcel-images v14/ })).toBeTruthy();
    expect(
      graph.getByRole('link', { name: /^Run.*damage-vit-l #412.*from.*parcel-images v14/ }),
    ).toBeTruthy();
    const measures = within(screen.getByRole('region', { name: 'Against the incumbent' }));
    expect(measures.getByText('v9 beside v8, champion')).toBeTruthy();
    expect(measures.getAllByText('better').length).toBeGreaterThan(0);
    const signature = within(screen.getByRole('table', { name: 'Signature' }));
    expect(signature.getByText('edge_ratio, dark_share, weight_kg, belt_speed')).toBeTruthy();
    const asked = platform.seen.filter(({ path }) => path === '/graphql').map(({ operation }) => operation);
    expect(asked.filter((name) => name !== 'Viewer')).toEqual(['Model']);
    await expectNoAxeViolation();
  });

  it('shows an older version by its number, and that another one waits', async () => {
    const { platform } = platformOf();
    openConsole(platform, paths.model(MODEL, 8));

    expect(await screen.findByRole('heading', { level: 1, name: 'parcel-damage v8' })).toBeTruthy();
    expect(screen.getByText('v9 is awaiting approval.')).toBeTruthy();
    expect(screen.getByText('live as parcel-damage r23 at 10 %')).toBeTruthy();
    const graph = within(screen.getByRole('region', { name: 'Passport' }));
    expect(graph.getByRole('link', { name: /Endpoint revision.*parcel-damage r23/ })).toBeTruthy();
    expect(screen.getByText(/dents up, torn within noise/)).toBeTruthy();
  });

  it('approves with a comment, and keeps it', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, paths.model(MODEL));
    await user.click(await screen.findByRole('button', { name: 'Approve v9' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('1 of 1 data set versions are validated')).toBeTruthy();
    await expectNoAxeViolation();
    await user.type(dialog.getByLabelText('Comment'), 'good enough');
    await user.click(dialog.getByRole('button', { name: 'Approve v9' }));

    expect(await screen.findByRole('button', { name: 'Deploy v9' })).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.getByText(/good enough/)).toBeTruthy();
    expect(version(world, 9).approvals[0]?.comment).toBe('good enough');
    const [sent] = platform.seen.filter(({ operation }) => operation === 'ApproveModelVersion');
    expect(sent?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('tells whoever registered a version why another person decides', async () => {
    const { world, platform } = platformOf();
    version(world, 9).author = 'engineer';
    const { user } = openConsole(platform, paths.model(MODEL));
    await user.click(await screen.findByRole('button', { name: 'Approve v9' }));

    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('You registered this version.')).toBeTruthy();
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Approve v9' }).disabled).toBe(true);
    expect(dialog.queryByLabelText('Comment')).toBeNull();
    await expectNoAxeViolation();
  });

  it('shows what the platform refuses', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, paths.model(MODEL));
    await user.click(await screen.findByRole('button', { name: 'Reject' }));
    world.permissions = [];
    await user.click(await screen.findByRole('button', { name: 'Reject v9' }));

    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Could not reject v9');
    expect(alert.textContent).toContain('MODEL_APPROVE is not granted to you');
    expect(version(world, 9).status).toBe('REGISTERED');
  });

  it('offers only what one may do, in the whole organisation or in the project', async () => {
    const { world, platform } = platformOf();
    world.permissions = ['PROJECT_READ', 'MODEL_READ', 'MODEL_WRITE'];
    openConsole(platform, paths.model(MODEL));
    expect(await screen.findByRole('button', { name: 'Set alias' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Approve v9' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Reject' })).toBeNull();
    expect(asked(platform)).toEqual(['Model']);
  });

  it.each([
    ['parcel-vision', true],
    ['dock-ocr', false],
  ])('takes two requests of who may read endpoints, and decide, in %s alone', async (project, shown) => {
    const { world, platform } = platformOf();
    world.permissions = ['PROJECT_READ', 'MODEL_READ'];
    world.permissionsIn = { [globalId('Project', project)]: ['ENDPOINT_READ', 'MODEL_APPROVE'] };
    openConsole(platform, paths.model(MODEL, 8));
    await screen.findByRole('heading', { level: 1, name: 'parcel-damage v8' });
    expect(screen.queryByText(/^live as parcel-damage r23/) !== null).toBe(shown);
    expect(screen.queryByRole('button', { name: /^(Approve|Reject|Archive)/ }) !== null).toBe(shown);
    expect(asked(platform)).toEqual(['Model', 'Version']);
  });

  it('knows every endpoint of the project, also beyond the first hundred', async () => {
    const { world, platform } = platformOf();
    const [first] = world.endpoints;
    if (first === undefined) throw new Error('no endpoint');
    const others = Array.from({ length: 110 }, (_, index) => ({
      ...first,
      id: globalId('Endpoint', `other-${index}`),
      name: `other-${index}`,
      projectId: globalId('Project', 'parcel-vision'),
    }));
    world.endpoints = [...others, ...world.endpoints];
    const { user } = openConsole(platform, paths.model(MODEL, 8));
    expect(await screen.findByText(/^live as parcel-damage r23/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /^Deploy v8/ }));
    const dialog = within(await screen.findByRole('dialog'));
    const name = dialog.getByLabelText(/^Endpoint/);
    await user.clear(name);
    await user.type(name, 'parcel-damage');
    expect(dialog.getByText(/of parcel-damage’s traffic/)).toBeTruthy();
  });

  it('shows where an alias was moved meanwhile, and moves it from there on request', async () => {
    const { world, platform } = platformOf();
    const { user } = openConsole(platform, paths.model(MODEL));
    await user.click(await screen.findByRole('button', { name: 'Set alias' }));
    const dialog = within(await screen.findByRole('dialog'));
    const model = find(world.models, MODEL);
    const alias = model?.aliases[0];
    if (alias === undefined) throw new Error('no alias');
    alias.versionId = version(world, 7).id;
    await user.click(dialog.getByRole('button', { name: 'Point at v9' }));

    expect(await dialog.findByText(/You saw champion at v8; it points at v7 now/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Move from v7 all the same' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(model?.aliases[0]?.versionId).toBe(version(world, 9).id);
  });

  it('makes a new alias, and puts what is wrong with its name under the field', async () => {
    const { platform } = platformOf();
    const { user } = openConsole(platform, paths.model(MODEL));
    await user.click(await screen.findByRole('button', { name: 'Set alias' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.selectOptions(dialog.getByLabelText('Alias'), 'A new alias…');
    await user.type(dialog.getByLabelText(/Name/), 'New One');
    await user.click(dialog.getByRole('button', { name: 'Point at v9' }));
    expect(await dialog.findByText(/alias: New One \(expected/)).toBeTruthy();

    await user.clear(dialog.getByLabelText(/Name/));
    await user.type(dialog.getByLabelText(/Name/), 'candidate');
    await user.click(dialog.getByRole('button', { name: 'Point at v9' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(await screen.findByText('Alias candidate points here')).toBeTruthy();
  });

  it('deploys a canary and leads to its endpoint', async () => {
    const { platform } = platformOf();
    const { user, router } = openConsole(platform, paths.model(MODEL, 8));
    await user.click(await screen.findByRole('button', { name: 'Deploy v8' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByLabelText<HTMLInputElement>(/^Endpoint/).value).toBe('parcel-damage');
    await user.clear(dialog.getByLabelText(/Cores/));
    await user.type(dialog.getByLabelText(/Cores/), '64');
    await user.click(dialog.getByRole('button', { name: 'Deploy v8' }));
    expect(await dialog.findByText('cpus: 64 (expected: at most 16)')).toBeTruthy();
    await expectNoAxeViolation();

    await user.clear(dialog.getByLabelText(/Cores/));
    await user.type(dialog.getByLabelText(/Cores/), '2');
    const endpoint = platform.world().endpoints.find(({ name }) => name === 'parcel-damage');
    await platform.quiet();
    if (endpoint !== undefined) endpoint.version += 1;
    await user.click(dialog.getByRole('button', { name: 'Deploy v8' }));
    expect((await dialog.findByRole('alert')).textContent).toContain('Could not deploy v8');
    await platform.quiet();
    await user.click(dialog.getByRole('button', { name: 'Deploy v8' }));
    await waitFor(() =>
      expect(router.state.location.pathname).toBe(paths.endpoint(globalId('Endpoint', 'parcel-damage'))),
    );
    const sent = platform.seen.findLast(({ operation }) => operation === 'Deploy');
    expect(sent?.variables.input).toMatchObject({ weight: 10, minReplicas: 1, resources: { cpus: 2 } });
  });

  it('does not archive what an alias points at', async () => {
    const { platform } = platformOf();
    const { user } = openConsole(platform, paths.model(MODEL, 8));
    await user.click(await screen.findByRole('button', { name: 'Archive' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('The alias champion points at it.')).toBeTruthy();
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Archive v8' }).disabled).toBe(true);
  });

  it('hides a model that is not there, and a version that is not there', async () => {
    const { platform } = platformOf();
    const { unmount } = openConsole(platform, paths.model(globalId('RegisteredModel', 'none')));
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
    unmount();
    openConsole(platform, paths.model(MODEL, 99));
    expect(await screen.findByRole('link', { name: 'Latest version' })).toBeTruthy();
  });
});
