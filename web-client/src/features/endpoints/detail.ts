import type { EndpointQuery } from '@/api/generated/endpoints';

/** An endpoint as its page shows it. */
export type EndpointDetail = Extract<NonNullable<EndpointQuery['node']>, { __typename: 'Endpoint' }>;
export type RevisionDetail = EndpointDetail['revisions'][number];
