import { fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { usePrefetch } from '@/prefetch';
import { prefetch } from '@/routes';

vi.mock('@/routes', () => ({ prefetch: vi.fn() }));

function Links() {
  usePrefetch();
  return (
    <>
      <a href="/cost?view=day">
        <span>Cost</span>
      </a>
      <a href="/jobs">Jobs</a>
      <a href="https://elsewhere.example/jobs">Elsewhere</a>
      <p>No link</p>
    </>
  );
}

const fetched = () => vi.mocked(prefetch).mock.calls.map(([path]) => path);

beforeEach(() => {
  vi.useFakeTimers();
  vi.mocked(prefetch).mockClear();
});
afterEach(() => {
  vi.useRealTimers();
});

it('fetches a page’s script once the pointer rests on a link to it, and once only', () => {
  render(<Links />);
  fireEvent.pointerOver(screen.getByText('Cost'));
  expect(fetched()).toEqual([]);
  vi.runAllTimers();
  expect(fetched()).toEqual(['/cost']);
  fireEvent.pointerOver(screen.getByText('Cost'));
  vi.runAllTimers();
  expect(fetched()).toEqual(['/cost']);
});

it('fetches nothing for a pointer that passes by, nor of another site', () => {
  render(<Links />);
  fireEvent.pointerOver(screen.getByText('Jobs'));
  fireEvent.pointerOver(screen.getByText('No link'));
  fireEvent.pointerOver(screen.getByText('Elsewhere'));
  vi.runAllTimers();
  expect(fetched()).toEqual([]);
});

it('fetches for the focus as for the pointer, and nothing once the page is gone', () => {
  const { unmount } = render(<Links />);
  fireEvent.focusIn(screen.getByText('Jobs'));
  vi.runAllTimers();
  expect(fetched()).toEqual(['/jobs']);
  fireEvent.pointerOver(screen.getByText('Cost'));
  unmount();
  vi.runAllTimers();
  expect(fetched()).toEqual(['/jobs']);
});
