import { useQuery } from 'urql';
import { isHidden, toFailure, type Failure } from '@/api/failure';
import { DatasetCollectionDocument } from '@/api/generated/datasets';
import { usePoll } from '@/features/datasets/use-dataset';

/** Events come at any time. */
const POLL_MS = 5_000;

/** What takes events into a data set, with figures that follow what comes. */
export function useCollector(dataset: string) {
  const [{ data, error }, ask] = useQuery({
    query: DatasetCollectionDocument,
    variables: { dataset },
    requestPolicy: 'cache-and-network',
  });
  const again = () => ask({ requestPolicy: 'network-only' });
  const node = data?.node?.__typename === 'Dataset' ? data.node : undefined;
  usePoll(node?.collector == null ? undefined : POLL_MS, again);
  const failure: Failure | null = error === undefined ? null : toFailure(error);
  return {
    /** Null where the data set has none; undefined as long as that is not known. */
    collector: node?.collector,
    failure,
    hidden: failure === null ? data != null && node === undefined : isHidden(failure),
    again,
  };
}
