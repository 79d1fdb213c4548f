import { Link } from 'react-router';
import { count, NO_VALUE, percent } from '@/format/number';
import { spanInWords } from '@/format/span';
import { KeyValue } from '@/parts/KeyValue';
import { Panel } from '@/parts/Panel';
import { Tag } from '@/parts/Tag';
import { paths } from '@/paths';
import type { CaptureView } from './health';
import styles from './health.module.css';
import { words } from './words';

const says = words.capturePanel;

interface CapturePanelProps {
  readonly capture: CaptureView;
  readonly projectId: string;
}

/** Which requests are kept, without what, where they are, and what was dropped and why. */
export function CapturePanel({ capture, projectId }: CapturePanelProps) {
  const { share, redact, retention, kept, shortened, dropped, dataset } = capture;
  return (
    <Panel title="Captures" note={says.note(percent(share, share > 0 && share < 0.01 ? 2 : 0))}>
      <KeyValue
        facts={[
          {
            label: says.dataSet,
            value:
              dataset === null ? (
                says.oneThatYouCannot
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
            label: says.stays,
            // Without a retention and without the right to see the data set it is null alike.
            value:
              retention !== null ? spanInWords(retention) : dataset === null ? NO_VALUE : says.longAsNobody,
          },
          { label: 'Kept', value: count(kept) },
          { label: 'Shortened', value: count(shortened) },
          { label: says.noRoom, value: count(dropped.noRoom) },
          { label: says.refusedOrOver, value: count(dropped.refused) },
          { label: says.couldNotBeRead, value: count(dropped.unreadable) },
          { label: says.droppedInAll, value: count(dropped.total), sum: true },
        ]}
      />
      <p className={styles.note}>{says.whatIsShortened(share)}</p>
    </Panel>
  );
}
