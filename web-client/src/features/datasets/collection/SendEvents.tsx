import { Link } from 'react-router';
import type { CollectorRowFragment } from '@/api/generated/datasets';
import { holds, useRights } from '@/api/permissions';
import { CopyButton } from '@/parts/CopyButton';
import { Panel, PanelBody } from '@/parts/Panel';
import { Segments, useTab, type Tab } from '@/parts/Tabs';
import { paths } from '@/paths';
import styles from './collection.module.css';
import { cloudEvent, ndjson } from './snippets';
import { words } from './words';

const says = words.sendEvents;

const FORMS: readonly Tab[] = [
  { key: 'ndjson', label: says.linesOfJson },
  { key: 'cloudevents', label: 'CloudEvents' },
];

/** A line to copy that sends an event. */
export function SendEvents({ collector: { url, schema } }: { readonly collector: CollectorRowFragment }) {
  const form = useTab(FORMS, 'send');
  const { somewhere } = useRights();
  const code = form === 'ndjson' ? ndjson(url, schema) : cloudEvent(url, schema);
  return (
    <Panel title={says.title} end={<CopyButton text={code} label="Copy" />}>
      <div className={styles.choice}>
        <Segments label={says.formOfAnEvent} param="send" tabs={FORMS} />
      </div>
      <pre className={styles.code} role="region" aria-label="Command" tabIndex={0}>
        {code}
      </pre>
      <PanelBody>
        <p className="t2 f12">
          <span className="mono">$KEELSON_API_KEY</span> {says.aKey}{' '}
          {holds(somewhere, 'KEY_WRITE') ? (
            <Link className={styles.within ?? ''} to={`${paths.keys()}?create`}>
              {says.createAKey}
            </Link>
          ) : (
            says.askForOne
          )}
          {says.answerComesOnce}
        </p>
      </PanelBody>
    </Panel>
  );
}
