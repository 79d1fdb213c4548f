import { Button } from '@mantine/core';
import { Empty } from '@/parts/states';

interface NoMatchProps {
  /** "127 runs". */
  readonly count: string;
  readonly query: string;
  /** The platform has rows that were not looked at. */
  readonly more: boolean;
  readonly onClear: () => void;
}

/** The filter leaves nothing, which is not the same as nothing being there. */
export function NoMatch({ count, query, more, onClear }: NoMatchProps) {
  return (
    <Empty title={`None of ${count} ${count.startsWith('1 ') ? 'matches' : 'match'}`}>
      <p>
        Nothing contains “{query}”.{more && ' There are more that are not shown yet.'}
      </p>
      <Button variant="default" onClick={onClear}>
        Clear filter
      </Button>
    </Empty>
  );
}
