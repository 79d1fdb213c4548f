import { Link, useSearchParams } from 'react-router';
import styles from './Tabs.module.css';
import { useOpenInSight } from './use-open-in-sight';

export interface Tab {
  /** Its value in the address; the first tab needs none. */
  readonly key: string;
  readonly label: string;
  readonly count?: number | string;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** Name of the parameter in the address. */
  readonly param?: string;
  /** The key of the one that is open where the address names none; the first without it. */
  readonly first?: string | undefined;
}

/** Parts of one page, one at a time; which one stands in the address, so that it can be linked and gone back from. */
export function Tabs({ label, tabs, param = 'tab', first }: TabsProps) {
  return <Switch className={styles.tabs ?? ''} label={label} tabs={tabs} param={param} first={first} />;
}

/** The same choice as a segmented control, for how a page is drawn rather than which part of it. */
export function Segments({ label, tabs, param = 'view', first }: TabsProps) {
  return <Switch className={styles.segments ?? ''} label={label} tabs={tabs} param={param} first={first} />;
}

/** The key of the tab that is open. */
export function useTab(tabs: readonly Tab[], param = 'tab', first?: string): string {
  const [search] = useSearchParams();
  const wanted = search.get(param) ?? first;
  return tabs.find(({ key }) => key === wanted)?.key ?? tabs[0]?.key ?? '';
}

interface SwitchProps extends Required<Omit<TabsProps, 'first'>> {
  readonly className: string;
  readonly first: string | undefined;
}

function Switch({ className, label, tabs, param, first }: SwitchProps) {
  const [search] = useSearchParams();
  const open = useTab(tabs, param, first);
  const row = useOpenInSight(open, tabs.length);
  return (
    <nav ref={row} className={className} aria-label={label}>
      {tabs.map(({ key, label: text, count }, index) => (
        <Link
          key={key}
          to={{ search: withTab(search, param, index === 0 && first === undefined ? null : key) }}
          preventScrollReset
          aria-current={key === open ? 'true' : undefined}
        >
          {text}
          {count !== undefined && <span className={styles.count}>{count}</span>}
        </Link>
      ))}
    </nav>
  );
}

function withTab(search: URLSearchParams, param: string, key: string | null): string {
  const next = new URLSearchParams(search);
  if (key === null) next.delete(param);
  else next.set(param, key);
  return next.size === 0 ? '' : `?${next}`;
}
