import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SuiteRowFragment } from '@/api/generated/datasets';
import { counted } from '@/format/number';
import { Icon } from '@/parts/Icon';
import { MoreChoices } from '@/parts/MoreChoices';
import { Panel } from '@/parts/Panel';
import { When } from '@/parts/When';
import styles from './checks.module.css';
import { Sentences } from './SuitePanel';
import type { SuiteView } from './use-suite';
import { words } from './words';

const says = words.earlierSuites;

interface EarlierSuitesProps {
  readonly view: SuiteView;
  readonly mayWrite: boolean;
  readonly onEditFrom: (suite: SuiteRowFragment) => void;
}

/** Suites that were in force before; one opens to what it expected. */
export function EarlierSuites({ view: { earlier, more }, mayWrite, onEditFrom }: EarlierSuitesProps) {
  const [open, setOpen] = useState<string | null>(null);
  if (earlier.length === 0) return null;
  return (
    <Panel title={says.title}>
      <ul aria-label={says.title}>
        {earlier.map((suite) => {
          const isOpen = suite.id === open;
          return (
            <li key={suite.id} className={styles.waiver}>
              <button
                type="button"
                className={`bare ${styles.open ?? ''}`}
                aria-expanded={isOpen}
                onClick={() => setOpen(isOpen ? null : suite.id)}
              >
                <Icon name="right" size={14} />
                Suite {suite.number}
              </button>
              <p className="t3 f12">
                {counted(suite.expectations.length, 'check', 'checks')}, by {suite.creator.label},{' '}
                <When at={suite.createdAt} />
              </p>
              {isOpen && (
                <>
                  <Sentences expectations={suite.expectations} label={says.label(suite.number)} />
                  {mayWrite && (
                    <Button variant="default" onClick={() => onEditFrom(suite)}>
                      {says.editFromSuite(suite.number)}
                    </Button>
                  )}
                </>
              )}
            </li>
          );
        })}
      </ul>
      <MoreChoices loaded={earlier.length} noun={says.noun} order="newest" more={more} />
    </Panel>
  );
}
