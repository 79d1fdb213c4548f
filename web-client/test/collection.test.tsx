import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { sampleOf } from '@/features/datasets/collection/snippets';
import { paths } from '@/paths';
import { expectNoAxeViolation, openConsole } from './open-console';
import { FakePlatform } from './platform';
import { press, tabTo } from './tab-to';
import { collect, READING, sealed } from './world/collectors';
import { globalId } from './world/ids';
import { harbourWorld } from './world/world';

const NAME = 'gate-frames';
const dataset = paths.dataset(globalId('Project', 'dock-ocr'), globalId('Dataset', NAME));
const page = `${dataset}?tab=collection`;
const harbour = () => new FakePlatform({ worlds: { harbour: harbourWorld() } });
const sentTo = ({ seen }: FakePlatform, name: string) => seen.filter(({ operation }) => operation === name);

describe('the collection of a data set', () => {
  it('keeps its place while it is on its way', async () => {
    const platform = harbour();
    platform.day.faults = { DatasetCollection: 'hang' };
    openConsole(platform, page);
    expect(await screen.findByRole('group', { name: 'Loading the collection' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('says why it did not come, and comes on another try', async () => {
    const platform = harbour();
    platform.day.faults = { DatasetCollection: 'UNAVAILABLE' };
    const { user } = openConsole(platform, page);
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/Could not load the collection.*req_\d{4}/s);
    await expectNoAxeViolation();
    platform.day.faults = {};
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('No events are collected')).toBeTruthy();
  });

  it('says the same of what is forbidden as of what is not there', async () => {
    const platform = harbour();
    platform.day.faults = { DatasetCollection: 'FORBIDDEN' };
    openConsole(platform, page);
    expect(await screen.findByText('Nothing here that you can see')).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('says what is to be done where there is none, and to whom it may be', async () => {
    const platform = harbour();
    openConsole(platform, page);
    expect(await screen.findByText('No events are collected')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Collect events' })).toBeTruthy();
    await expectNoAxeViolation();
  });

  it('is only read by who may not write', async () => {
    const platform = harbour();
    const world = platform.world();
    collect(world, NAME);
    world.permissions = world.permissions.filter((one) => one !== 'DATASET_WRITE' && one !== 'KEY_WRITE');
    openConsole(platform, page);
    expect(await screen.findByText('1,204,511')).toBeTruthy();
    for (const name of ['Seal now', 'Edit', 'End']) expect(screen.queryByRole('button', { name })).toBeNull();
    expect(screen.queryByRole('link', { name: 'create a key' })).toBeNull();
    expect(screen.getByText(/ask for one of whoever creates keys/)).toBeTruthy();
  });

  it('shows figures, the rule and a line to copy in two requests', async () => {
    const platform = harbour();
    collect(platform.world(), NAME);
    const { user } = openConsole(platform, page);
    const strip = within(await screen.findByRole('region', { name: 'Collection' }));
    expect(strip.getByText('18,204')).toBeTruthy();
    expect(strip.getByText(/^sealed/).textContent).toBe('sealed in 11 min at the latest');
    expect(strip.getByText('318')).toBeTruthy();
    expect(strip.getByText(/^last event/).textContent).toBe('last event 5 h ago');
    expect(strip.getByRole('link', { name: `${NAME}-dead-letters` }).getAttribute('href')).toBe(
      paths.dataset(globalId('Project', 'dock-ocr'), globalId('Dataset', `${NAME}-dead-letters`)),
    );
    expect(screen.getByText('15 minutes')).toBeTruthy();
    const command = screen.getByRole('region', { name: 'Command' });
    expect(command.textContent).toContain(
      "'https://keelson.example/data/collectors/Collector-gate-frames/events'",
    );
    expect(command.textContent).toContain(
      '{"id":"1","source":"sensor-7","gate":"north","plate":"text","confidence":0}',
    );
    expect(command.textContent).toContain('Bearer $KEELSON_API_KEY');
    expect(screen.getByRole('link', { name: 'create a key' }).getAttribute('href')).toBe('/keys?create');
    await user.click(screen.getByRole('link', { name: 'CloudEvents' }));
    await waitFor(() => expect(command.textContent).toContain('"specversion":"1.0"'));
    expect(platform.seen.filter(({ operation }) => operation?.startsWith('Dataset'))).toHaveLength(2);
    await expectNoAxeViolation();
  });

  it('is created by rule and schema, which stand under their fields where they are wrong', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Collect events' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Collect events' }));
    expect(dialog.getByLabelText(/^Rows/)).toHaveProperty('value', '1000000');
    await user.clear(dialog.getByLabelText(/^Rows/));
    await user.type(dialog.getByLabelText(/^Rows/), '0.5');
    await user.clear(dialog.getByLabelText(/^Age of the oldest/));
    await user.type(dialog.getByLabelText(/^Age of the oldest/), '8');
    await user.selectOptions(dialog.getByLabelText('Unit of the age'), 'days');
    await user.click(dialog.getByLabelText(/^JSON Schema/));
    await user.paste('["no object"]');
    await user.click(dialog.getByRole('button', { name: 'Create collector' }));
    expect(await dialog.findByText('A whole number, 1 to 10,000,000')).toBeTruthy();
    expect(dialog.getByText('1 second to 7 days')).toBeTruthy();
    expect(dialog.getByText(/^A JSON object/)).toBeTruthy();
    expect(sentTo(platform, 'CreateCollector')).toEqual([]);
    await expectNoAxeViolation();

    await user.clear(dialog.getByLabelText(/^Rows/));
    await user.type(dialog.getByLabelText(/^Rows/), '500');
    await user.selectOptions(dialog.getByLabelText('Unit of the age'), 'minutes');
    await user.clear(dialog.getByLabelText(/^JSON Schema/));
    await user.paste('{"$ref": "elsewhere"}');
    await user.click(dialog.getByRole('button', { name: 'Create collector' }));
    expect(await dialog.findByText(/expected: a keyword that is known/)).toBeTruthy();
    await user.clear(dialog.getByLabelText(/^JSON Schema/));
    await user.paste(JSON.stringify(READING));
    await user.click(dialog.getByRole('button', { name: 'Create collector' }));
    expect(await screen.findByText('the next event starts a version')).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(sentTo(platform, 'CreateCollector')[1]?.variables).toEqual({
      input: {
        datasetId: globalId('Dataset', NAME),
        sealAfterRows: 500,
        sealAfterBytes: 134_217_728,
        sealAfter: 'PT480S',
        schema: READING,
      },
    });
  });

  it('is created and ended by keyboard alone; Escape ends nothing and gives the focus back', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, page);
    await press(user, await screen.findByRole('button', { name: 'Collect events' }));
    const made = within(await screen.findByRole('dialog', { name: 'Collect events' }));
    await tabTo(user, made.getByLabelText(/^Rows/));
    await user.keyboard('{Control>}a{/Control}500');
    await tabTo(user, made.getByRole('button', { name: 'Create collector' }));
    await user.keyboard('{Enter}');
    expect(await screen.findByText('the next event starts a version')).toBeTruthy();
    expect(sentTo(platform, 'CreateCollector')[0]?.variables).toMatchObject({
      input: { sealAfterRows: 500 },
    });

    const end = await screen.findByRole('button', { name: 'End' });
    await press(user, end);
    await screen.findByRole('dialog', { name: `End the collection of ${NAME}?` });
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.activeElement).toBe(end);
    expect(sentTo(platform, 'EndCollector')).toEqual([]);
    await user.keyboard('{Enter}');
    const dialog = within(await screen.findByRole('dialog'));
    await tabTo(user, dialog.getByRole('button', { name: 'End collection' }));
    await user.keyboard('{Enter}');
    expect(await screen.findByText('No events are collected')).toBeTruthy();
  });

  it('shows the one that somebody created meanwhile', async () => {
    const platform = harbour();
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Collect events' }));
    collect(platform.world(), NAME);
    await user.click(await screen.findByRole('button', { name: 'Create collector' }));
    expect(await screen.findByText(/Somebody created a collector meanwhile/)).toBeTruthy();
    expect(await screen.findByText('1,204,511')).toBeTruthy();
  });

  it('is sealed at once, and says so until the version is there', async () => {
    const platform = harbour();
    const collector = collect(platform.world(), NAME);
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Seal now' }));
    expect(await screen.findByText(/18,204 rows are being sealed/)).toBeTruthy();
    await expectNoAxeViolation();
    sealed(platform.world(), collector);
    expect(await screen.findByText('v7')).toBeTruthy();
    expect(screen.queryByText(/being sealed/)).toBeNull();
    expect(screen.getByRole('button', { name: 'Seal now' })).toHaveProperty('disabled', true);
  }, 20_000);

  it('lets who was slower see what the other wrote', async () => {
    const platform = harbour();
    const collector = collect(platform.world(), NAME);
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'Edit' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Edit collector' }));
    await user.clear(dialog.getByLabelText(/^Rows/));
    await user.type(dialog.getByLabelText(/^Rows/), '250');
    Object.assign(collector, { version: 2, sealAfterRows: 9_000, schema: null });
    await user.click(dialog.getByRole('button', { name: 'Save collector' }));
    const said = await dialog.findByText('Someone else changed it meanwhile');
    expect(said.closest('[role=alert]')?.textContent).toMatch(
      /Someone else changed it meanwhile.*9,000.*any event is taken/,
    );
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'Save mine' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(collector).toMatchObject({ version: 3, sealAfterRows: 250, schema: READING });
  });

  it('is ended after a question that says what happens', async () => {
    const platform = harbour();
    collect(platform.world(), NAME);
    const { user } = openConsole(platform, page);
    await user.click(await screen.findByRole('button', { name: 'End' }));
    const dialog = within(await screen.findByRole('dialog', { name: `End the collection of ${NAME}?` }));
    expect(dialog.getByText(/18,204 rows that wait are sealed first/)).toBeTruthy();
    await expectNoAxeViolation();
    await user.click(dialog.getByRole('button', { name: 'End collection' }));
    expect(await screen.findByText(/The collection has ended/)).toBeTruthy();
    expect(await screen.findByText('No events are collected')).toBeTruthy();
  });

  it('says that it was ended by somebody else', async () => {
    const platform = harbour();
    const world = platform.world();
    collect(world, NAME);
    const { user } = openConsole(platform, page);
    await screen.findByText('1,204,511');
    world.collectors = [];
    await user.click(screen.getByRole('button', { name: 'Seal now' }));
    expect(await screen.findByText(/ended by somebody else meanwhile/)).toBeTruthy();
    expect(screen.getByText('No events are collected')).toBeTruthy();
  });

  it('is told of a version that came of it', async () => {
    const platform = harbour();
    collect(platform.world(), NAME);
    openConsole(platform, dataset);
    const panel = within(await screen.findByRole('region', { name: 'Collected from events' }));
    expect(panel.getByText('96,204')).toBeTruthy();
    expect(panel.getByRole('link', { name: 'Collection' }).getAttribute('href')).toBe(page);
  });
});

describe('an example of an event', () => {
  it('is of the types of its schema', () => {
    expect(
      sampleOf({
        properties: { a: { type: ['null', 'integer'] }, b: { type: 'array', items: { type: 'boolean' } } },
      }),
    ).toEqual({ a: 1, b: [true] });
    expect(sampleOf({ const: 7 })).toBe(7);
    expect(sampleOf({ type: 'array' })).toEqual([]);
  });
});
