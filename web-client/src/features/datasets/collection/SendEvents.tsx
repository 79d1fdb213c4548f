import { Link } from 'react-router';
import type { CollectorRowFragment } from '@/api/generated/datasets';
import { holds, useRights } from '@/api/permissions';
import { CopyButton } from '@/parts/CopyButton';
import { Panel, PanelBody } from '@/parts/Panel';
import { Segments, useTab, type Tab } from '@/parts/Tabs';
import { paths } from '@/paths';
import styles from './collection.module.css';
import { cloudEvent, ndjson } from './snippets';

const FORMS: readonly Tab[] = [
  { key: 'ndjson', label: 'Lines of JSON' },
  { key: 'cloudevents', label: 'CloudEvents' },
];

/** A line to copy that sends an event. */
export function SendEvents({ collector: { url, schema } }: { readonly collector: CollectorRowFragment }) {
  const form = useTab(FORMS, 'send');
  const { somewhere } = useRights();
  const code = form === 'ndjson' ? ndjson(url, schema) : cloudEvent(url, schema);
  return (
    <Panel title="Send events" end={<CopyButton text={code} label="Copy" />}>
      <div className={styles.choice}>
        <Segments label="Form of an event" param="send" tabs={FORMS} />
      </div>
      <pre className={styles.code} role="region" aria-label="Command" tabIndex={0}>
        {code}
      </pre>
      <PanelBody>
        <p className="t2 f12">
          <span className="mono">$KEELSON_API_KEY</span> is a key that may write this data set:{' '}
          {holds(somewhere, 'KEY_WRITE') ? (
            <Link className={styles.within ?? ''} to={`${paths.keys()}?create`}>
              create a key
            </Link>
          ) : (
            'ask for one of whoever creates keys'
          )}
          . The answer comes once the events are kept for good, and counts them. After any other answer than
          200 or 400, send the same again: an event is kept once, by its source and id.
        </p>
      </PanelBody>
    </Panel>
  );
}
