import { TextInput } from '@mantine/core';
import { SetTrafficDocument } from '@/api/generated/endpoints';
import { rate } from '@/format/number';
import { FormDialog, useForm } from '@/parts/form';
import type { EndpointDetail } from './detail';
import styles from './endpoints.module.css';
import { colours, modelName, ready } from './revisions';
import { expectedInWords } from './traffic';
import { change, judge, toInput, whole, type Weights } from './weights';
import { words } from './words';

const says = words.shiftDialog;

export interface EndpointDialogProps {
  readonly endpoint: EndpointDetail;
  /** Requests a minute, now: what a percentage means. */
  readonly perMinute: number;
  readonly onClose: () => void;
  /** Someone else was quicker: what is shown is to be fetched anew. */
  readonly onConflict: () => void;
}

interface ShiftValues {
  readonly weights: Weights;
  /** What has no traffic ends. */
  readonly drains: boolean;
}

/** Splits the traffic among the revisions that are ready; says what each percentage means in requests. */
export function ShiftDialog({ endpoint, perMinute, onClose, onConflict }: EndpointDialogProps) {
  const revisions = ready(endpoint.revisions);
  const colourOf = colours(endpoint.revisions);
  const form = useForm<ShiftValues, EndpointDetail>({
    of: endpoint,
    values: (of) => ({ weights: weightsOf(ready(of.revisions)), drains: false }),
    send: async ({ weights: next, drains: ends }, { ask, of }) => {
      const input = { endpointId: of.id, expectedVersion: of.version, weights: toInput(next, ends) };
      await ask(SetTrafficDocument, { input });
      onClose();
    },
    onRefused: onConflict,
  });
  const { weights } = form.values;
  const { total, problem } = judge(weights);
  const idle = revisions.filter(({ id }) => whole(weights[id] ?? '') === 0);
  const now = revisions.map(({ number, weight }) => `r${number} ${weight} %`).join(', ');

  return (
    <FormDialog
      title={says.title(endpoint.name)}
      verb={says.verb}
      overwrite={says.overwrite}
      form={form}
      onClose={onClose}
      disabled={problem !== null}
      changed={
        <>
          <b className="med">{says.endpointChanged}</b> {says.splitNow(now)}
        </>
      }
    >
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
                aria-label={says.label(number)}
                inputMode="numeric"
                autoComplete="off"
                rightSection="%"
                value={weights[id] ?? ''}
                onChange={(event) => form.set({ weights: change(weights, id, event.currentTarget.value) })}
                error={weight === null}
              />
              <span className="t2 num">{weight === null ? '–' : expectedInWords(perMinute, weight)}</span>
            </li>
          );
        })}
      </ul>
      <p className={styles.sum} role="status">
        <span>{total === null ? '' : says.requestsMin(total, rate(perMinute))}</span>
        <span className={problem === null ? undefined : styles.bad}>{problem ?? says.addsUp}</span>
      </p>
      {idle.length > 0 && (
        <label className={styles.ends}>
          <input type="checkbox" {...form.box('drains')} />
          <span>
            {says.letEnd(idle.map(({ number }) => `r${number}`).join(', '))}{' '}
            <span className="t3">{says.elseItsReplicasStay}</span>
          </span>
        </label>
      )}
    </FormDialog>
  );
}

function weightsOf(revisions: readonly { readonly id: string; readonly weight: number }[]): Weights {
  return Object.fromEntries(revisions.map(({ id, weight }) => [id, String(weight)]));
}
