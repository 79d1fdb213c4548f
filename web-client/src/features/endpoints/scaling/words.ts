import { counted } from '@/format/number';

/** What stands around an endpoint's replicas over time. */
export const words = {
  title: 'Scaling',
  bounds: (min: number, max: number) => `${min} to ${max} replicas`,
  noneWanted: 'None wanted',
  allReady: (wanted: number) => `${wanted} of ${wanted} ready`,
  someReady: (ready: number, wanted: number, reason: string) => `${ready} of ${wanted} ready: ${reason}`,
  replicas: 'Replicas',
  note: (period: string) => `ready, ${period}`,
  ready: 'ready',
  least: (min: number) => `min ${min}`,
  most: (max: number) => `max ${max}`,
  only: (count: number) => `min and max ${count}`,
  changes: 'Changes of the replicas',
  change: (before: number, after: number) => `${before} → ${after}`,
  started: (n: number) => `${counted(n, 'replica', 'replicas')} became ready`,
  ended: (n: number) => `${counted(n, 'replica', 'replicas')} ended`,
  noChange: (period: string) => `None became ready or ended in the last ${period}.`,
  earlier: (n: number) => `${counted(n, 'earlier change', 'earlier changes')} in the chart`,
} as const;
