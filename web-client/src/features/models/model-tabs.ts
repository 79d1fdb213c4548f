import type { Tab } from '@/parts/Tabs';

/** Parts of a model's page. */
export const MODEL_TABS: readonly Tab[] = [
  { key: 'passport', label: 'Passport' },
  { key: 'retraining', label: 'Retraining' },
];
