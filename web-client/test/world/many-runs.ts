import type { RunStatus } from '../generated/schema';
import { iso, MINUTE } from './clock';
import { globalId } from './ids';
import type { RunRow } from './runs';
import type { World } from './world';

const BACKBONES = ['ViT-L/16', 'ViT-B/16', 'ConvNeXt-B', 'EffNet-B4', 'ResNet-50'];
const RATES = ['1e-4', '2e-4', '3e-4', '1e-3', '2e-3'];
const STATES: readonly RunStatus[] = ['FINISHED', 'FINISHED', 'FINISHED', 'FAILED', 'FINISHED', 'KILLED'];

/** The runs of a long search, newest first: what they were given decides what they came to, with some luck. */
export function manyRuns(world: World, count: number): RunRow[] {
  const now = world.now();
  return Array.from({ length: count }, (_, index) => {
    const number = count - index;
    const backbone = index % BACKBONES.length;
    const rate = Math.floor(index / 5) % RATES.length;
    const luck = ((index * 7_919) % 1_000) / 1_000;
    const f1 = 0.93 - backbone * 0.014 - Math.abs(rate - 1) * 0.009 - luck * 0.05;
    const minutes = 20 + ((index * 31) % 200);
    const startedMs = now - (index + 1) * 4 * MINUTE - minutes * MINUTE;
    const at = iso(startedMs + minutes * MINUTE);
    const step = minutes * 20;
    return {
      id: globalId('Run', `search-${number}`),
      experimentId: globalId('Experiment', 'damage-sweep-07'),
      name: `search-${String(number).padStart(5, '0')}`,
      status: STATES[index % STATES.length] ?? 'FINISHED',
      createdAt: iso(startedMs - MINUTE),
      startedAt: iso(startedMs),
      endedAt: at,
      createdBy: index % 3 === 0 ? 'key:ci' : 'engineer',
      creatorId: index % 3 === 0 ? globalId('ApiKey', 'ci') : world.me.id,
      euros: (minutes * 0.19 + luck / 7).toFixed(6),
      params: [
        { key: 'backbone', value: BACKBONES[backbone] ?? '' },
        { key: 'lr', value: RATES[rate] ?? '' },
        { key: 'weight_decay', value: (0.01 + (index % 9) / 100).toFixed(2) },
        { key: 'seed', value: String(index % 7) },
      ],
      tags: index % 4 === 0 ? [{ key: 'campaign', value: index % 8 === 0 ? 'q4-peak' : 'q3' }] : [],
      metrics: [
        { key: 'val/f1', value: f1, step, at, min: 0.4, max: f1 },
        { key: 'val/loss', value: 1.1 - f1, step, at, min: 1.1 - f1, max: 1.2 },
      ],
      datasetVersionIds: [],
      version: 1,
      parentId: null,
    };
  });
}
