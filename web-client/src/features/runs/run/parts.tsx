import { useLocation } from 'react-router';
import { words } from '@/features/runs/words';
import { Tabs, useTab } from '@/parts/Tabs';

const says = words.parts;

export type PartName = 'overview' | 'charts' | 'log' | 'files' | 'comments';

const PARTS: readonly PartName[] = ['overview', 'charts', 'log', 'files', 'comments'];
const TABS = PARTS.map((key) => ({ key, label: says[key] }));
const PARAM = 'part';

/** A run that was logged from elsewhere has no job, and so no log. */
function offered(hasLog: boolean) {
  return TABS.filter(({ key }) => hasLog || key !== 'log');
}

/** Which part of the page is shown; links to what people said lead to that. */
export function usePart(hasLog: boolean): PartName {
  const { hash } = useLocation();
  const open = useTab(offered(hasLog), PARAM, hash === '#comments' ? 'comments' : 'overview');
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
      tabs={offered(hasLog).map((tab) => {
        const count = counts.get(tab.key);
        return count === undefined ? tab : { ...tab, count };
      })}
    />
  );
}
