import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { SetTrafficDocument } from '@/api/generated/endpoints';
import { useChange } from '@/api/use-change';
import { rate } from '@/format/number';
import { Confirm } from '@/parts/Confirm';
import type { EndpointDetail } from './detail';
import styles from './endpoints.module.css';
import { colours, modelName, ready } from './revisions';
import { expectedInWords } from './traffic';
import { change, judge, toInput, whole, type Weights } from './weights';

export interface EndpointDialogProps {
  readonly endpoint: EndpointDetail;
  /** Requests a minute, now: what a percentage means. */
  readonly perMinute: number;
  readonly onClose: () => void;
  /** Someone else was quicker: what is shown is to be fetched anew. */
  readonly onConflict: () => void;
}

/** Splits the traffic among the revisions that are ready; says what each percentage means in requests. */
export function ShiftDialog({ endpoint, perMinute, onClose, onConflict }: EndpointDialogProps) {
  const revisions = ready(endpoint.revisions);
  const colourOf = colours(endpoint.revisions);
  const [seen, setSeen] = useState(endpoint.version);
  const [weights, setWeights] = useState<Weights>(() => weightsOf(revisions));
  const [drains, setDrains] = useState(false);
  const set = useChange(SetTrafficDocument);
  const { total, problem } = judge(weights);
  const idle = revisions.filter(({ id }) => whole(weights[id] ?? '') === 0);
  const isOutdated = seen !== endpoint.version;

  async function shift() {
    const done = await set.send({
      input: { endpointId: endpoint.id, expectedVersion: seen, weights: toInput(weights, drains) },
    });
    if (done !== null) onClose();
    else onConflict();
  }

  return (
    <Confirm
      title={`Shift the traffic of ${endpoint.name}`}
      verb="Shift traffic"
      harmless
      opened
      onClose={onClose}
      onConfirm={() => void shift()}
      sending={set.sending}
      failure={set.failure?.code === 'CONFLICT' && isOutdated ? null : set.failure}
      disabled={problem !== null || isOutdated}
    >
      {isOutdated && (
        <div role="alert" className={styles.changed}>
          <p>
            <b className="med">The endpoint changed meanwhile.</b> It is split{' '}
            {revisions.map(({ number, weight }) => `r${number} ${weight} %`).join(', ')} now; nothing was
            shifted.
          </p>
          <div>
            <Button
              variant="default"
              onClick={() => {
                setSeen(endpoint.version);
                setWeights(weightsOf(revisions));
                set.reset();
              }}
            >
              Begin from there
            </Button>
            <Button variant="default" onClick={() => setSeen(endpoint.version)}>
              Keep what I typed
            </Button>
          </div>
        </div>
      )}
      <ul className={styles.split}>
        {revisions.map((revision) => {
          const { id, number } = revision;
          const weight = whole(weights[id] ?? '');
          return (
            <li key={id}>
              <span className={styles.named}>
                <span className={styles.swatch} data-colour={colourOf.get(id)} aria-hidden="true" />
                <span className="med">r{number}</span>
                <span className="t3 cut" title={modelName(revision)}>
                  {modelName(revision)}
                </span>
              </span>
              <TextInput
                aria-label={`Percent of the traffic for r${number}`}
                inputMode="numeric"
                autoComplete="off"
                rightSection="%"
                value={weights[id] ?? ''}
                onChange={(event) => setWeights(change(weights, id, event.currentTarget.value))}
                error={weight === null}
              />
              <span className="t2 num">{weight === null ? '–' : expectedInWords(perMinute, weight)}</span>
            </li>
          );
        })}
      </ul>
      <p className={styles.sum} role="status">
        <span>{total === null ? '' : `${total} % of ${rate(perMinute)} requests/min`}</span>
        <span className={problem === null ? undefined : styles.bad}>{problem ?? 'adds up'}</span>
      </p>
      {idle.length > 0 && (
        <label className={styles.ends}>
          <input
            type="checkbox"
            checked={drains}
            onChange={(event) => setDrains(event.currentTarget.checked)}
          />
          <span>
            Let {idle.map(({ number }) => `r${number}`).join(', ')} end.{' '}
            <span className="t3">
              Else its replicas stay ready with 0 %, and billed, so that one can go back at once.
            </span>
          </span>
        </label>
      )}
    </Confirm>
  );
}

function weightsOf(revisions: readonly { readonly id: string; readonly weight: number }[]): Weights {
  return Object.fromEntries(revisions.map(({ id, weight }) => [id, String(weight)]));
}
