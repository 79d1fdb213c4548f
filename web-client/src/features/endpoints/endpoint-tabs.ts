import type { Tab } from '@/parts/Tabs';

/** Parts of an endpoint's page. */
export const ENDPOINT_TABS: readonly Tab[] = [
  { key: 'overview', label: 'Overview' },
  { key: 'rollout', label: 'Rollout' },
];
