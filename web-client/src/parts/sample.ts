import type { Needs } from '@/api/permissions';

/** What it takes to load the sample project; what else it can do is left out for those who may not. */
export const SAMPLE_NEEDS: Needs = {
  everywhere: ['PROJECT_WRITE', 'DATASET_WRITE', 'RUN_WRITE', 'JOB_SUBMIT', 'MODEL_WRITE', 'COMMENT_WRITE'],
};
