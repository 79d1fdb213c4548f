import type { ReactNode } from 'react';
import { useLocation } from 'react-router';
import { words } from '@/features/runs/words';
import { Tabs, useTab } from '@/parts/Tabs';
import styles from './run.module.css';

const says = words.parts;

export type PartName = 'overview' | 'charts' | 'log' | 'files' | 'comments';

const PARTS: readonly PartName[] = ['overview', 'charts', 'log', 'files', 'comments'];
const TABS = PARTS.map((key) => ({ key, label: says[key] }));
const PARAM = 'part';

/** Which part a narrow screen shows; links to what people said lead to that. */
export function usePart(): PartName {
  const { hash } = useLocation();
  const open = useTab(TABS, PARAM, hash === '#comments' ? 'comments' : 'overview');
  return PARTS.find((part) => part === open) ?? 'overview';
}

/** Only on a narrow screen: a wide one shows all parts at once. */
export function PartTabs({ open, comments }: { readonly open: PartName; readonly comments: number }) {
  return (
    <div className="only-narrow">
      <Tabs
        label={says.label}
        param={PARAM}
        first={open}
        tabs={TABS.map((tab) => (tab.key === 'comments' ? { ...tab, count: comments } : tab))}
      />
    </div>
  );
}

interface PartProps {
  readonly of: PartName;
  readonly open: PartName;
  readonly children: ReactNode;
}

/** Stays as it is while another part is shown, so that curves and logs go on. */
export function Part({ of, open, children }: PartProps) {
  return (
    <div className={styles.part} data-closed={of !== open || undefined}>
      {children}
    </div>
  );
}
