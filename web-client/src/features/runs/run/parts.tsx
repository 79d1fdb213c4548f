import { useLocation } from 'react-router';
import { words } from '@/features/runs/words';
import { Tabs, useTab } from '@/parts/Tabs';

const says = words.parts;

export type PartName = 'overview' | 'charts' | 'log' | 'files' | 'comments';

const PARTS: readonly PartName[] = ['overview', 'charts', 'log', 'files', 'comments'];
const TABS = PARTS.map((key) => ({ key, label: says[key] }));
const PARAM = 'part';

/** Which part of the page is shown; links to what people said lead to that. */
export function usePart(): PartName {
  const { hash } = useLocation();
  const open = useTab(TABS, PARAM, hash === '#comments' ? 'comments' : 'overview');
  return PARTS.find((part) => part === open) ?? 'overview';
}

interface RunPartTabsProps {
  readonly open: PartName;
  readonly comments: number;
  /** Undefined while they are loading. */
  readonly charts: number | undefined;
  readonly hasLog: boolean;
}

export function RunPartTabs({ open, comments, charts, hasLog }: RunPartTabsProps) {
  const counts = new Map([
    ['comments', comments],
    ...(charts === undefined ? [] : [['charts', charts] as const]),
  ]);
  return (
    <Tabs
      label={says.label}
      param={PARAM}
      first={open}
      tabs={TABS.filter(({ key }) => hasLog || key !== 'log').map((tab) => {
        const count = counts.get(tab.key);
        return count === undefined ? tab : { ...tab, count };
      })}
    />
  );
}
