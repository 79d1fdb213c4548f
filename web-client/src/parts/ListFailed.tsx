import type { Failure } from '@/api/failure';
import { Panel } from './Panel';
import { NotLoaded } from './states';
import { words } from './words';

interface ListFailedProps {
  /** In the plural: "models". */
  readonly what: string;
  /** Whether some of the list is shown. */
  readonly begun: boolean;
  readonly failure: Failure;
  /** What was not touched by it. */
  readonly unchanged?: string;
  readonly onRetry: () => void;
}

/** In place of a list that did not come, or beside the part of it that did. */
export function ListFailed({ what, begun, failure, unchanged, onRetry }: ListFailedProps) {
  return (
    <Panel>
      <NotLoaded
        what={begun ? words.list.moreFailed(what) : words.list.failed(what)}
        failure={failure}
        {...(unchanged === undefined ? {} : { unchanged })}
        onRetry={onRetry}
      />
    </Panel>
  );
}
