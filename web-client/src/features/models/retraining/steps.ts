import type { IconName } from '@/parts/Icon';
import type { Step } from './retraining';

/** What the pieces of a run are called. */
export const STEPS: Readonly<Record<Step['name'], { readonly word: string; readonly icon: IconName }>> = {
  TRANSFORM: { word: 'Transform', icon: 'terminal' },
  CHECKS: { word: 'Checks', icon: 'shield' },
  TRAIN: { word: 'Train', icon: 'run' },
  EVALUATE: { word: 'Evaluate', icon: 'beam' },
  APPROVE: { word: 'Approve', icon: 'users' },
  DEPLOY: { word: 'Deploy', icon: 'serve' },
};
