import { Button } from '@mantine/core';
import { VerifySignOnDomainDocument, type SignOnDomainPartsFragment } from '@/api/generated/signon';
import { useChange } from '@/api/use-change';
import { CopyButton } from '@/parts/CopyButton';
import { FormFailure } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { State } from '@/parts/State';
import { Status } from '@/parts/Status';
import { When } from '@/parts/When';
import styles from './signon.module.css';

interface DomainRowProps {
  readonly domain: SignOnDomainPartsFragment;
  readonly mayWrite: boolean;
  readonly mayEnd: boolean;
  readonly onRemove: () => void;
}

/** A domain, how it stands, and the record that it shows or is to show. */
export function DomainRow({ domain, mayWrite, mayEnd, onRemove }: DomainRowProps) {
  const verify = useChange(VerifySignOnDomainDocument);
  const { id, version, state, recordName, recordValue } = domain;
  return (
    <li className={styles.domain} aria-label={domain.domain}>
      <div className={styles.head}>
        <h3>{domain.domain}</h3>
        <State name={state} />
        <span className={styles.since}>
          <Since domain={domain} />
        </span>
        {(mayWrite || mayEnd) && (
          <span className={styles.actions}>
            {mayWrite && state !== 'VERIFIED' && (
              <Button
                loading={verify.sending}
                onClick={() => void verify.send({ id, expectedVersion: version })}
              >
                Verify {domain.domain}
              </Button>
            )}
            {mayEnd && (
              <Button variant="default" onClick={onRemove}>
                Remove {domain.domain}…
              </Button>
            )}
          </span>
        )}
      </div>
      <KeyValue
        facts={[
          { label: 'TXT record', value: <Copied text={recordName} label="Copy name" /> },
          { label: 'Its text', value: <Copied text={recordValue} label="Copy text" /> },
        ]}
      />
      {verify.failure !== null && (
        <FormFailure what={`${domain.domain} is not verified`} failure={verify.failure} />
      )}
    </li>
  );
}

function Copied({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <span className={styles.copied}>
      <span className={styles.text}>{text}</span>
      <CopyButton text={text} label={label} />
    </span>
  );
}

function Since({ domain }: { readonly domain: SignOnDomainPartsFragment }) {
  const { state, verifiedAt, checkedAt, failedChecks, lapsedAt } = domain;
  if (state === 'WAITING')
    return <>show the record in its DNS, then verify it; a DNS takes minutes to an hour</>;
  if (state === 'LAPSED')
    return (
      <>
        {lapsedAt !== null && (
          <>
            <When at={lapsedAt} />,{' '}
          </>
        )}
        since the record is gone: show it again, then verify it
      </>
    );
  if (failedChecks > 0)
    return (
      <Status tone="warn" icon="warn">
        the record was not there at the last {failedChecks === 1 ? 'look' : `${failedChecks} looks`}: the
        domain lapses at the third
      </Status>
    );
  return (
    <>
      {verifiedAt !== null && (
        <>
          verified <When at={verifiedAt} />
        </>
      )}
      {checkedAt !== null && (
        <>
          , seen again <When at={checkedAt} />
        </>
      )}
      ; keep the record
    </>
  );
}
