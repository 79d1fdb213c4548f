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
import { words } from './words';

const says = words.domains;

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
                {says.verify(domain.domain)}
              </Button>
            )}
            {mayEnd && (
              <Button variant="default" onClick={onRemove}>
                {says.remove(domain.domain)}
              </Button>
            )}
          </span>
        )}
      </div>
      <KeyValue
        facts={[
          { label: says.record, value: <Copied text={recordName} label={says.copyName} /> },
          { label: says.text, value: <Copied text={recordValue} label={says.copyText} /> },
        ]}
      />
      {verify.failure !== null && (
        <FormFailure what={says.notVerified(domain.domain)} failure={verify.failure} />
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
  if (state === 'WAITING') return <>{says.showRecord}</>;
  if (state === 'LAPSED')
    return (
      <>
        {lapsedAt !== null && (
          <>
            <When at={lapsedAt} />,{' '}
          </>
        )}
        {says.lapsed}
      </>
    );
  if (failedChecks > 0)
    return (
      <Status tone="warn" icon="warn">
        {says.recordMissing(failedChecks)}
      </Status>
    );
  return (
    <>
      {verifiedAt !== null && (
        <>
          {says.verified} <When at={verifiedAt} />
        </>
      )}
      {checkedAt !== null && (
        <>
          {says.seenAgain} <When at={checkedAt} />
        </>
      )}
      {says.keepRecord}
    </>
  );
}
