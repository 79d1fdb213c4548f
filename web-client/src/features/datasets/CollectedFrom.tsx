import { Link } from 'react-router';
import type { DatasetVersionDetailFragment } from '@/api/generated/datasets';
import { count } from '@/format/number';
import { KeyValue } from '@/parts/KeyValue';
import { Panel } from '@/parts/Panel';
import { When } from '@/parts/When';

interface CollectedFromProps {
  readonly collected: NonNullable<DatasetVersionDetailFragment['collectedFrom']>;
}

/** When the events of a version came. */
export function CollectedFrom({ collected: { rows, from, to, deadLetters } }: CollectedFromProps) {
  return (
    <Panel
      title={deadLetters ? 'Events that broke the schema' : 'Collected from events'}
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
          { label: 'First came', value: <When at={from} /> },
          { label: 'Last came', value: <When at={to} /> },
        ]}
      />
    </Panel>
  );
}
