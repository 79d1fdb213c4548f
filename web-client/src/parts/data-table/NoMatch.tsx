import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Empty } from '@/parts/states';
import { words } from './words';

const says = words.noMatch;

interface NoMatchProps {
  /** How many there are. */
  readonly count: string;
  /** "runs". */
  readonly noun: string;
  readonly query: string;
  /** The platform has rows that were not looked at. */
  readonly more: boolean;
  /** What the platform looked through, where it did. */
  readonly looked?: ReactNode;
  readonly onClear: () => void;
}

/** The filter leaves nothing, which is not the same as nothing being there. */
export function NoMatch({ count, noun, query, more, looked, onClear }: NoMatchProps) {
  return (
    <Empty title={says.title(noun)}>
      {looked === undefined ? (
        <p>
          {says.looked(count, query)}
          {more && ` ${says.more}`}
        </p>
      ) : (
        <p>{looked}</p>
      )}
      <Button variant="default" onClick={onClear}>
        {says.clear}
      </Button>
    </Empty>
  );
}
