import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { describe, expect, it, vi } from 'vitest';
import { DataTable, useSelection, type Column, type DataTableProps } from '@/parts/data-table';
import { expectNoAxeViolation } from './open-console';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly cost: number | null;
}

const COLUMNS: readonly Column<Row>[] = [
  { id: 'name', header: 'Name', name: true, value: ({ name }) => name },
  { id: 'cost', header: 'Cost', unit: 'EUR', figures: true, value: ({ cost }) => cost },
  { id: 'more', header: 'More', actions: true, value: () => 'never', cell: () => <button>More</button> },
];

const rowsOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({ id: `r${index}`, name: `row ${index}`, cost: index % 7 }));

function Page(props: Partial<DataTableProps<Row>> & Pick<DataTableProps<Row>, 'rows'>) {
  const selection = useSelection();
  return (
    <main>
      <title>Rows</title>
      <h1>Rows</h1>
      <DataTable
        label="Rows"
        noun={['row', 'rows']}
        columns={COLUMNS}
        rowId={({ id }) => id}
        rowPath={({ id }) => `/rows/${id}`}
        selection={selection}
        csv="rows"
        {...props}
      />
      <p>Picked: {[...selection.ids].join(' ')}</p>
    </main>
  );
}

function openTable(
  rows: readonly Row[],
  { at = '/', ...props }: Partial<DataTableProps<Row>> & { at?: string } = {},
) {
  const router = createMemoryRouter(
    [
      { path: '/', element: <Page rows={rows} {...props} /> },
      { path: '/rows/:id', element: <p>A row</p> },
    ],
    { initialEntries: [at] },
  );
  render(
    <MantineProvider withCssVariables={false} withGlobalClasses={false}>
      <RouterProvider router={router} />
    </MantineProvider>,
  );
  return { router, user: userEvent.setup() };
}

/** The first column of the rows that are drawn. */
const drawn = () =>
  [...document.querySelectorAll('tbody tr:not([data-room])')].map(
    (row) => row.querySelector('[data-name]')?.textContent,
  );
const search = ({ state }: { readonly state: { readonly location: { readonly search: string } } }) =>
  decodeURIComponent(state.location.search);

describe('the order and filter of a table', () => {
  it('go from the largest figure to the least, and then back to the order of the rows', async () => {
    const rows = [
      { id: 'a', name: 'a', cost: 2 },
      { id: 'b', name: 'b', cost: null },
      { id: 'c', name: 'c', cost: 10 },
    ];
    const { user, router } = openTable(rows);
    const cost = () => screen.getByRole('columnheader', { name: /Cost/ });
    const press = () => user.click(within(cost()).getByRole('button'));
    await press();
    expect(drawn()).toEqual(['c', 'a', 'b']);
    expect(cost().getAttribute('aria-sort')).toBe('descending');
    expect(search(router)).toBe('?sort=-cost');
    await press();
    expect(drawn()).toEqual(['a', 'c', 'b']);
    expect(search(router)).toBe('?sort=cost');
    await press();
    expect(drawn()).toEqual(['a', 'b', 'c']);
    expect(search(router)).toBe('');
    await expectNoAxeViolation();
  });

  it('stand in the address: a link shows the same', () => {
    openTable(rowsOf(9), { at: '/?q=row&sort=-name' });
    expect(drawn()[0]).toBe('row 8');
    expect(screen.getByRole('searchbox')).toHaveProperty('value', 'row');
  });

  it('are reached by "/", and left by Escape', async () => {
    const { user, router } = openTable(rowsOf(9));
    await user.keyboard('/');
    expect(document.activeElement).toBe(screen.getByRole('searchbox'));
    await user.keyboard('8');
    await waitFor(() => expect(drawn()).toEqual(['row 8']));
    expect(search(router)).toBe('?q=8');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(drawn()).toHaveLength(9));
    expect(document.activeElement).toBe(document.body);
  });
});

describe('the keyboard in a table', () => {
  const rowIsFocused = (name: string) =>
    waitFor(() => {
      expect(document.activeElement?.tagName).toBe('TR');
      expect(document.activeElement?.textContent).toContain(name);
    });

  it('walks rows with letters and arrows, and stays within them', async () => {
    const { user } = openTable(rowsOf(3));
    await user.keyboard('j');
    await rowIsFocused('row 0');
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}');
    await rowIsFocused('row 2');
    await user.keyboard('{ArrowUp}k');
    await rowIsFocused('row 0');
  });

  it('opens the row with Enter', async () => {
    const { user, router } = openTable(rowsOf(3));
    await user.keyboard('jj');
    await rowIsFocused('row 1');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(router.state.location.pathname).toBe('/rows/r1'));
  });

  it('selects with x, and all in view with the box above', async () => {
    const { user } = openTable(rowsOf(3));
    await user.keyboard('jxjx');
    await waitFor(() => expect(screen.getByText('Picked: r0 r1')).toBeTruthy());
    const all = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Select all in view' });
    expect(all.indeterminate).toBe(true);
    await user.click(all);
    expect(screen.getByText('Picked: r0 r1 r2')).toBeTruthy();
    await user.click(all);
    expect(screen.getByText('Picked:')).toBeTruthy();
  });

  it('is left alone while a person types', async () => {
    const { user } = openTable(rowsOf(3));
    await user.type(screen.getByRole('searchbox'), 'xj');
    expect(screen.getByText('Picked:')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole('searchbox'));
  });
});

describe('a table of ten thousand rows', () => {
  const FRAME_PX = 640;

  function openMany() {
    // Nothing is laid out here: the frame is as high as on a small screen.
    vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(FRAME_PX);
    vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1_000);
    return openTable(rowsOf(10_000));
  }

  it('draws those in sight, tells how many there are, and draws others as it scrolls', async () => {
    openMany();
    await waitFor(() => expect(drawn()[0]).toBe('row 0'));
    expect(drawn().length).toBeLessThan(60);
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('10001');

    const frame = screen.getByRole('region', { name: 'Rows, table' });
    frame.scrollTop = 36 * 5_000;
    fireEvent.scroll(frame);
    await waitFor(() => expect(drawn()).toContain('row 5000'));
    expect(drawn()).not.toContain('row 0');
    expect(drawn().length).toBeLessThan(60);
    const row = screen.getByRole('row', { name: /row 5000/ });
    expect(row.getAttribute('aria-rowindex')).toBe('5002');
  });

  it('stays where somebody has scrolled to by the time that it is drawn', async () => {
    openMany();
    await waitFor(() => expect(document.querySelector('[data-room]')).not.toBeNull());
    cleanup(); // from now on it is drawn at once
    vi.spyOn(Element.prototype, 'scrollTop', 'get').mockReturnValue(36 * 5_000);
    openMany();
    await waitFor(() => expect(drawn()).toContain('row 5000'));
    expect(drawn()).not.toContain('row 0');
  });

  it('is searched and ordered whole', async () => {
    const { user } = openMany();
    await user.type(screen.getByRole('searchbox'), '9999');
    await waitFor(() => expect(drawn()).toEqual(['row 9999']));
  });
});

describe('a table taken away as CSV', () => {
  it('has the rows and columns in view, and no buttons', async () => {
    const saved: Blob[] = [];
    vi.stubGlobal(
      'URL',
      Object.assign(URL, {
        createObjectURL: (blob: Blob) => `blob:${saved.push(blob)}`,
        revokeObjectURL: () => undefined,
      }),
    );
    const names: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download);
    });
    const rows = [
      { id: 'a', name: 'plain', cost: 1.25 },
      { id: 'b', name: '=cmd("x")', cost: null },
      { id: 'c', name: 'left out', cost: 3 },
    ];
    const { user } = openTable(rows, { at: '/?sort=-name' });
    await user.click(screen.getByRole('button', { name: 'CSV' }));
    expect(names).toEqual(['rows.csv']);
    // The mark that tells spreadsheets of UTF-8; `text` leaves it out.
    const begin = new Uint8Array((await saved[0]?.arrayBuffer()) ?? new ArrayBuffer(0)).slice(0, 3);
    expect([...begin]).toEqual([0xef, 0xbb, 0xbf]);
    expect(await saved[0]?.text()).toBe(
      'Name,Cost (EUR)\r\nplain,1.25\r\nleft out,3\r\n"\'=cmd(""x"")",\r\n',
    );

    await user.type(screen.getByRole('searchbox'), 'plain');
    await waitFor(() => expect(drawn()).toEqual(['plain']));
    await user.click(screen.getByRole('button', { name: 'CSV' }));
    expect(await saved[1]?.text()).toBe('Name,Cost (EUR)\r\nplain,1.25\r\n');
  });
});

describe('a table that is not whole', () => {
  it('offers the rest, and says what is searched', async () => {
    const load = vi.fn();
    const { user } = openTable(rowsOf(2), { more: { load, loading: false } });
    expect(screen.getByText('There are more.')).toBeTruthy();
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('-1');
    await user.type(screen.getByRole('searchbox'), 'row 1');
    expect(await screen.findByText('Only the 2 rows shown so far are searched.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show more' }));
    expect(load).toHaveBeenCalledOnce();
  });

  it('offers the rest also where the page shows nothing of what is there so far', async () => {
    const load = vi.fn();
    const { user } = openTable([], { more: { load, loading: false }, empty: <p>None of them waits</p> });
    expect(screen.getByText('None of them waits')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show more' }));
    expect(load).toHaveBeenCalledOnce();
  });

  it('says that nothing matches, and of how many', async () => {
    const { user } = openTable(rowsOf(2), { at: '/?q=none', more: { load: vi.fn(), loading: false } });
    expect(screen.getByRole('heading', { name: 'No rows match' })).toBeTruthy();
    expect(screen.getByText(/There are more that are not shown yet/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Clear filter' }));
    await waitFor(() => expect(drawn()).toHaveLength(2));
  });
});
