import type { JobQuery } from '@/api/generated/jobs';

/** A job as its page shows it. */
export type JobDetail = Extract<NonNullable<JobQuery['node']>, { __typename: 'Job' }>;
