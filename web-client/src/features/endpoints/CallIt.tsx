import { CopyButton } from '@/parts/CopyButton';
import { Panel } from '@/parts/Panel';
import { Segments, useTab } from '@/parts/Tabs';
import styles from './endpoints.module.css';
import { snippetsOf, type Called } from './snippets';
import { words } from './words';

const says = words.callIt;

/** The call that the form makes, from a program of one's own. */
export function CallIt({ called }: { readonly called: Called }) {
  const snippets = snippetsOf(called);
  const tabs = snippets.map(({ key, label }) => ({ key, label }));
  const open = useTab(tabs, 'call');
  const code = snippets.find(({ key }) => key === open)?.code ?? '';
  return (
    <Panel title={says.title} end={<CopyButton text={code} label="Copy" />}>
      <div className={styles.chart}>
        <Segments label="Language" param="call" tabs={tabs} />
      </div>
      <pre className={styles.code} tabIndex={0} aria-label={says.label(open)}>
        {code}
      </pre>
    </Panel>
  );
}
