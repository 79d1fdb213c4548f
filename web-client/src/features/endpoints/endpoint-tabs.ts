import type { Tab } from '@/parts/Tabs';

/** Parts of an endpoint's page. */
export const ENDPOINT_TABS: readonly Tab[] = [
  { key: 'overview', label: 'Overview' },
  { key: 'health', label: 'Health' },
  { key: 'rollout', label: 'Rollout' },
];
