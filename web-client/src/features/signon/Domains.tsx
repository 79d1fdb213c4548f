import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SignOnDomainPartsFragment } from '@/api/generated/signon';
import { Icon } from '@/parts/Icon';
import { Panel } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { AddDomain } from './AddDomain';
import { DomainRow } from './DomainRow';
import { RemoveDomain } from './RemoveDomain';
import styles from './signon.module.css';
import { words } from './words';

const says = words.domains;

interface DomainsProps {
  readonly domains: readonly SignOnDomainPartsFragment[];
  readonly mayWrite: boolean;
  readonly mayEnd: boolean;
  readonly withProvider: boolean;
}

/** Whose people are sent to the provider: a domain counts while its DNS shows the organisation's record. */
export function Domains({ domains, mayWrite, mayEnd, withProvider }: DomainsProps) {
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<SignOnDomainPartsFragment | null>(null);
  const add = mayWrite && (
    <Button
      variant={domains.length === 0 ? 'filled' : 'default'}
      leftSection={<Icon name="plus" size={14} />}
      onClick={() => setAdding(true)}
    >
      {says.add}
    </Button>
  );
  return (
    <Panel title={says.title} end={domains.length > 0 && add}>
      {domains.length === 0 ? (
        <Empty title={says.none}>
          <p>
            {says.noneText}
            {!withProvider && says.noneWithoutProvider}
          </p>
          {add}
        </Empty>
      ) : (
        <ul className={styles.domains}>
          {domains.map((domain) => (
            <DomainRow
              key={domain.id}
              domain={domain}
              mayWrite={mayWrite}
              mayEnd={mayEnd}
              onRemove={() => setRemoving(domain)}
            />
          ))}
        </ul>
      )}
      {adding && <AddDomain onClose={() => setAdding(false)} />}
      {removing !== null && <RemoveDomain domain={removing} onClose={() => setRemoving(null)} />}
    </Panel>
  );
}
