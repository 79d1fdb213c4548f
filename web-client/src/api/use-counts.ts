import { useQuery } from 'urql';
import { CountsDocument } from './generated/api';
import { useSignedIn, type Counts } from './session';

/** What goes on and what waits in the organisation, as somebody last brought it along; 100 stands for more. */
export function useCounts(): Counts {
  const { counts } = useSignedIn();
  const [{ data }] = useQuery({ query: CountsDocument, requestPolicy: 'cache-only' });
  return data?.viewer ?? counts;
}
