import { holds } from '@/api/permissions';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { serving } from '@/features/endpoints/revisions';

/** The model that answers most of the requests, where the person may have it trained. */
export function retrainable({
  project: { permissions },
  revisions,
}: EndpointDetail): { readonly id: string; readonly name: string } | null {
  const [most] = [...serving(revisions)].sort((a, b) => b.weight - a.weight);
  const version = most?.modelVersion;
  if (version?.model == null || !holds(permissions, 'MODEL_WRITE', 'JOB_SUBMIT')) return null;
  return { id: version.model.id, name: version.modelName };
}
