import { Link } from 'react-router';
import type { DatasetVersionDetailFragment } from '@/api/generated/datasets';
import { count } from '@/format/number';
import { KeyValue } from '@/parts/KeyValue';
import { Panel } from '@/parts/Panel';
import { When } from '@/parts/When';
import { words } from './words';

const says = words.collectedFrom;

interface CollectedFromProps {
  readonly collected: NonNullable<DatasetVersionDetailFragment['collectedFrom']>;
}

/** When the events of a version came. */
export function CollectedFrom({ collected: { rows, from, to, deadLetters } }: CollectedFromProps) {
  return (
    <Panel
      title={deadLetters ? says.eventsThatBroke : says.collectedFromEvents}
      {...(deadLetters
        ? {}
        : {
            end: (
              <Link data-link to={{ search: '?tab=collection' }}>
                Collection
              </Link>
            ),
          })}
    >
      <KeyValue
        facts={[
          { label: 'Events', value: <span className="num">{count(rows)}</span> },
          { label: says.firstCame, value: <When at={from} /> },
          { label: says.lastCame, value: <When at={to} /> },
        ]}
      />
    </Panel>
  );
}
