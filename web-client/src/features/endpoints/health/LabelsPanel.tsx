import { Link } from 'react-router';
import { count, NO_VALUE } from '@/format/number';
import { duration, durationMs } from '@/format/time';
import { CopyButton } from '@/parts/CopyButton';
import { KeyValue } from '@/parts/KeyValue';
import { Panel } from '@/parts/Panel';
import { paths } from '@/paths';
import { labelSnippet, type LabelArrivalView } from './health';
import styles from './health.module.css';
import { words } from './words';

const says = words.labelsPanel;

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
    <Panel title={says.title} note="logLabels" end={<CopyButton text={code} label="Copy" />}>
      {arrival.labels > 0 && <Arrived arrival={arrival} />}
      <pre className={styles.code} role="region" aria-label="Command" tabIndex={0}>
        {code}
      </pre>
      <p className={styles.note}>
        <span className="mono">inferenceId</span> {says.requestOwn}{' '}
        <span className="mono">keelson-inference-id</span> {says.toldUpTo1}{' '}
        {collectedIn !== null && (
          <>
            {says.eachBecomesARow}{' '}
            <Link to={collectedIn} data-link>
              {says.dataSet}
            </Link>
            .{' '}
          </>
        )}
        {mayInvoke ? says.whoeverMayAsk : says.youNeedEndpointInvoke}
      </p>
    </Panel>
  );
}

const inWords = (span: string | null) => (span === null ? NO_VALUE : duration(durationMs(span) ?? 0));

function Arrived({ arrival: { labels, waiting, median, most } }: { readonly arrival: LabelArrivalView }) {
  return (
    <KeyValue
      facts={[
        { label: says.newestLabelsLooked, value: count(labels) },
        { label: says.joinedWithAPrediction, value: count(labels - waiting) },
        { label: says.orphansPredictionNotSeen, value: says.value(waiting) },
        { label: says.halfCameWithin, value: inWords(median) },
        { label: says.cameWithin, value: inWords(most) },
      ]}
    />
  );
}
