import type { ReactNode } from 'react';
import { Tabs, type Tab } from '@/parts/Tabs';
import styles from './Part.module.css';

interface PartTabsProps {
  readonly label: string;
  readonly param: string;
  readonly first?: string;
  readonly tabs: readonly Tab[];
}

/** Only on a narrow screen: a wide one shows all parts at once. */
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
  readonly children: ReactNode;
}

/** Stays as it is while another part is shown, so that curves and logs go on. */
export function Part<Name extends string>({ of, open, children }: PartProps<Name>) {
  return (
    <div className={styles.part} data-closed={of !== open || undefined}>
      {children}
    </div>
  );
}
