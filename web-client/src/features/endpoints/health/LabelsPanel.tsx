import { Link } from 'react-router';
import { count, NO_VALUE } from '@/format/number';
import { duration, durationMs } from '@/format/time';
import { CopyButton } from '@/parts/CopyButton';
import { KeyValue } from '@/parts/KeyValue';
import { Panel } from '@/parts/Panel';
import { paths } from '@/paths';
import { labelSnippet, type LabelArrivalView } from './health';
import styles from './health.module.css';

interface LabelsPanelProps {
  readonly endpointId: string;
  readonly mayInvoke: boolean;
  readonly arrival: LabelArrivalView;
  /** Where each of them becomes a row; null where they are not collected. */
  readonly collectedIn: string | null;
}

/** How labels come: how late they did, and a line to copy. */
export function LabelsPanel({ endpointId, mayInvoke, arrival, collectedIn }: LabelsPanelProps) {
  const code = labelSnippet(`${window.location.origin}${paths.graphql()}`, endpointId);
  return (
    <Panel title="Late labels" note="logLabels" end={<CopyButton text={code} label="Copy" />}>
      {arrival.labels > 0 && <Arrived arrival={arrival} />}
      <pre className={styles.code} role="region" aria-label="Command" tabIndex={0}>
        {code}
      </pre>
      <p className={styles.note}>
        <span className="mono">inferenceId</span> is the request’s own id, or what the answer’s header{' '}
        <span className="mono">keelson-inference-id</span> told. Up to 1,000 labels at once; of one
        prediction’s, that with the highest version stays.{' '}
        {collectedIn !== null && (
          <>
            Each becomes a row of{' '}
            <Link to={collectedIn} data-link>
              the data set of labels
            </Link>
            .{' '}
          </>
        )}
        {mayInvoke ? 'Whoever may ask the endpoint may send them.' : 'You need ENDPOINT_INVOKE to send them.'}
      </p>
    </Panel>
  );
}

const inWords = (span: string | null) => (span === null ? NO_VALUE : duration(durationMs(span) ?? 0));

function Arrived({ arrival: { labels, waiting, median, most } }: { readonly arrival: LabelArrivalView }) {
  return (
    <KeyValue
      facts={[
        { label: 'Newest labels looked at', value: count(labels) },
        { label: 'Joined with a prediction', value: count(labels - waiting) },
        { label: 'Orphans, prediction not seen', value: `${count(waiting)} wait` },
        { label: 'Half came within', value: inWords(median) },
        { label: '95 % came within', value: inWords(most) },
      ]}
    />
  );
}
