import type { ReactNode } from 'react';
import { Tabs, type Tab } from '@/parts/Tabs';
import styles from './Part.module.css';

interface PartTabsProps {
  readonly label: string;
  readonly param: string;
  readonly first?: string;
  readonly tabs: readonly Tab[];
}

/** Only on a narrow screen: where a wide one shows all parts at once. */
export function PartTabs(props: PartTabsProps) {
  return (
    <div className="only-narrow">
      <Tabs {...props} />
    </div>
  );
}

interface PartProps<Name extends string> {
  readonly of: Name;
  readonly open: Name;
  /** While which parts a wide screen shows it; without it always. */
  readonly wide?: readonly Name[];
  readonly children: ReactNode;
}

/** Stays as it is while another part is shown, so that curves and logs go on. */
export function Part<Name extends string>({ of, open, wide, children }: PartProps<Name>) {
  return (
    <div
      className={styles.part}
      data-closed-narrow={of !== open || undefined}
      data-closed-wide={wide?.includes(open) === false || undefined}
    >
      {children}
    </div>
  );
}
