import { useLocation } from 'react-router';
import { PartTabs } from '@/features/runs/Part';
import { words } from '@/features/runs/words';
import { useTab } from '@/parts/Tabs';

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

interface RunPartTabsProps {
  readonly open: PartName;
  readonly comments: number;
}

export function RunPartTabs({ open, comments }: RunPartTabsProps) {
  return (
    <PartTabs
      label={says.label}
      param={PARAM}
      first={open}
      tabs={TABS.map((tab) => (tab.key === 'comments' ? { ...tab, count: comments } : tab))}
    />
  );
}
