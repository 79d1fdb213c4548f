import { Link } from 'react-router';
import { count, NO_VALUE, percent } from '@/format/number';
import { spanInWords } from '@/format/span';
import { KeyValue } from '@/parts/KeyValue';
import { Panel } from '@/parts/Panel';
import { Tag } from '@/parts/Tag';
import { paths } from '@/paths';
import type { CaptureView } from './health';
import styles from './health.module.css';

interface CapturePanelProps {
  readonly capture: CaptureView;
  readonly projectId: string;
}

/** Which requests are kept, without what, where they are, and what was dropped and why. */
export function CapturePanel({ capture, projectId }: CapturePanelProps) {
  const { share, redact, retention, kept, shortened, dropped, dataset } = capture;
  return (
    <Panel
      title="Captures"
      note={`${percent(share, share > 0 && share < 0.01 ? 2 : 0)}, by hash of the inference id`}
    >
      <KeyValue
        facts={[
          {
            label: 'Data set',
            value:
              dataset === null ? (
                'one that you cannot see'
              ) : (
                <Link data-link to={paths.dataset(projectId, dataset.id)}>
                  {dataset.name}
                </Link>
              ),
          },
          {
            label: 'Redacted',
            value:
              redact.length === 0 ? (
                'nothing'
              ) : (
                <span className={styles.tags}>
                  {redact.map((name) => (
                    <Tag key={name}>{name}</Tag>
                  ))}
                </span>
              ),
          },
          {
            label: 'Stays for',
            // Without a retention and without the right to see the data set it is null alike.
            value:
              retention !== null
                ? spanInWords(retention)
                : dataset === null
                  ? NO_VALUE
                  : 'as long as nobody sets how long',
          },
          { label: 'Kept', value: count(kept) },
          { label: 'Shortened', value: count(shortened) },
          { label: 'No room in the gateway', value: count(dropped.noRoom) },
          { label: 'Refused, or over a quota', value: count(dropped.refused) },
          { label: 'Could not be read', value: count(dropped.unreadable) },
          { label: 'Dropped in all', value: count(dropped.total), sum: true },
        ]}
      />
      <p className={styles.note}>
        {share === 0 ? 'Nothing is kept now. ' : ''}
        Of what is shortened, a shape and a digest are kept, or the size alone. Rows come with the data set’s
        next version.
      </p>
    </Panel>
  );
}
