import { Button } from '@mantine/core';
import { useState } from 'react';
import type { DatasetVersionDetailFragment, ValidationDetailFragment } from '@/api/generated/datasets';
import { exactUtc } from '@/format/time';
import { useNow } from '@/parts/now';
import { AskDialog } from './AskDialog';
import styles from './checks.module.css';
import { openWaiverOf, type CheckResult } from './gate';
import { argumentsOf, text } from './sentences';
import { words } from './words';

const says = words.checkDetail;

interface CheckDetailProps {
  readonly result: CheckResult;
  readonly version: DatasetVersionDetailFragment;
  readonly validation: ValidationDetailFragment;
  readonly mayWrite: boolean;
  readonly onChanged: () => void;
}

/** What a check found, why it could not be judged, and who lets it pass. */
export function CheckDetail({ result, version, validation, mayWrite, onChanged }: CheckDetailProps) {
  const [asking, setAsking] = useState(false);
  const now = useNow();
  const { success, severity, error, samples, expectation, observedValue } = result;
  const waiver = openWaiverOf(validation, result.number, now);
  const args = Object.entries(argumentsOf(expectation.arguments));
  return (
    <div className={styles.inside}>
      <p className="t2 mono">
        {expectation.name}({args.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')})
      </p>
      {error !== null && <p>{says.couldNot(error)}</p>}
      {observedValue !== null && <p className="t2">Observed: {text(observedValue)}</p>}
      {samples.length > 0 && (
        <>
          <p className="t3 f12">
            {samples.length < 20 ? says.unexpectedValues : says.firstUnexpectedValues(samples.length)}
          </p>
          <ul className={styles.samples} aria-label={says.unexpectedValues}>
            {samples.map((sample, index) => (
              <li key={index}>{text(sample)}</li>
            ))}
          </ul>
        </>
      )}
      {samples.length === 0 && error === null && (
        <p className="t3">{success ? says.everyValueThatWas : says.noSingleValue}</p>
      )}
      {waiver !== undefined && (
        <p className="t2">
          {waiver.status === 'GRANTED'
            ? says.waivedByUntil(waiver.decidedBy?.label ?? 'nobody', exactUtc(waiver.endsAt), waiver.reason)
            : says.asksToWaive(waiver.askedBy.label, exactUtc(waiver.endsAt), waiver.reason)}
        </p>
      )}
      {!success && severity !== 'INFO' && mayWrite && waiver === undefined && (
        <Button variant="default" onClick={() => setAsking(true)}>
          {says.askForAWaiver}
        </Button>
      )}
      {asking && (
        <AskDialog
          result={result}
          version={version}
          validation={validation}
          onClose={() => setAsking(false)}
          onConflict={onChanged}
        />
      )}
    </div>
  );
}
