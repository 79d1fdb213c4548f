import { CopyButton } from '@/parts/CopyButton';
import { Panel } from '@/parts/Panel';
import { paths } from '@/paths';
import { labelSnippet } from './health';
import styles from './health.module.css';

interface LabelsPanelProps {
  readonly endpointId: string;
  readonly mayInvoke: boolean;
}

/** How labels come: a line to copy. */
export function LabelsPanel({ endpointId, mayInvoke }: LabelsPanelProps) {
  const code = labelSnippet(`${window.location.origin}${paths.graphql()}`, endpointId);
  return (
    <Panel title="Late labels" note="logLabels" end={<CopyButton text={code} label="Copy" />}>
      <pre className={styles.code} role="region" aria-label="Command" tabIndex={0}>
        {code}
      </pre>
      <p className={styles.note}>
        <span className="mono">inferenceId</span> is the request’s own id, or what the answer’s header{' '}
        <span className="mono">keelson-inference-id</span> told. Up to 1,000 labels at once; of one
        prediction’s, that with the highest version stays.{' '}
        {mayInvoke ? 'Whoever may ask the endpoint may send them.' : 'You need ENDPOINT_INVOKE to send them.'}
      </p>
    </Panel>
  );
}
