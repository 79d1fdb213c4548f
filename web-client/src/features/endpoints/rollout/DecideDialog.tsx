import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import {
  AbortRolloutDocument,
  PauseRolloutDocument,
  PromoteRolloutDocument,
  ResumeRolloutDocument,
} from '@/api/generated/endpoints';
import { useChange } from '@/api/use-change';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { count } from '@/format/number';
import { spanInWords } from '@/format/span';
import { Confirm } from '@/parts/Confirm';
import { FieldError } from '@/parts/form';
import { useNow } from '@/parts/now';
import { abortSentence, nothingSentence, promoteSentence, shareInWords } from './decisions';
import { currentStep } from './rollout';
import styles from './rollout.module.css';
import type { RolloutOfEndpoint } from './use-rollouts';

export type Decision = 'pause' | 'resume' | 'promote' | 'abort';

interface DecideDialogProps {
  readonly decision: Decision;
  readonly rollout: RolloutOfEndpoint;
  readonly endpoint: EndpointDetail;
  readonly perMinute: number;
  readonly onClose: () => void;
  /** It was refused: the rollout may be another by now. */
  readonly onStale: () => void;
}

/** Asks before a rollout is decided, and says which traffic goes where. */
export function DecideDialog(props: DecideDialogProps) {
  const { decision, rollout, endpoint, onClose, onStale } = props;
  const now = useNow();
  // What is decided on is what was read when it opened: an update from elsewhere must not slip under it.
  const [seen, setSeen] = useState(rollout.version);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const changes = {
    pause: useChange(PauseRolloutDocument),
    resume: useChange(ResumeRolloutDocument),
    promote: useChange(PromoteRolloutDocument),
    abort: useChange(AbortRolloutDocument),
  };
  const { sending, failure, reset } = changes[decision];
  const isStale = rollout.version !== seen;
  const { verb, title, harmless } = WORDS[decision](`r${rollout.candidate.number}`, endpoint.name);

  async function decide() {
    const meant = { id: rollout.id, expectedVersion: seen };
    if (decision === 'abort' && reason.trim() === '') {
      setMissing(true);
      return;
    }
    const done =
      decision === 'abort'
        ? await changes.abort.send({ input: { ...meant, reason: reason.trim() } })
        : await changes[decision].send({ input: meant });
    if (done !== null) onClose();
    else onStale();
  }

  return (
    <Confirm
      title={title}
      verb={verb}
      harmless={harmless}
      opened
      onClose={onClose}
      onConfirm={() => void decide()}
      sending={sending}
      disabled={isStale}
      failure={failure?.code === 'CONFLICT' && isStale ? null : failure}
    >
      {isStale && (
        <div role="alert" className={styles.stale}>
          <p>
            <b className="med">The rollout changed meanwhile.</b> It is {stands(rollout)} now; nothing was
            decided.
          </p>
          <Button
            variant="default"
            onClick={() => {
              setSeen(rollout.version);
              reset();
            }}
          >
            Decide on that
          </Button>
        </div>
      )}
      <Sentences {...props} nowMs={now} />
      {decision === 'abort' && (
        <Textarea
          label="Reason"
          description="Kept with the rollout, for whoever asks why"
          required
          rows={2}
          maxLength={1_000}
          value={reason}
          onChange={(event) => {
            setReason(event.currentTarget.value);
            setMissing(false);
          }}
          error={missing && <FieldError>Why it is aborted, in a few words</FieldError>}
        />
      )}
    </Confirm>
  );
}

function Sentences(props: DecideDialogProps & { readonly nowMs: number }) {
  const { decision, rollout, perMinute } = props;
  const { candidate, baseline, pauseLimit, minRequests } = rollout;
  const weight = currentStep(rollout)?.weight ?? 0;
  switch (decision) {
    case 'promote':
      return <p>{promoteSentence(props)}</p>;
    case 'abort':
      return <p>{abortSentence(props)}</p>;
    case 'pause':
      return (
        <p>
          r{candidate.number} keeps {weight} %, {shareInWords(perMinute, weight)}, and its errors are judged
          on. If nobody resumes or promotes it within {spanInWords(pauseLimit)}, r{baseline.number} has all of
          the traffic back.
        </p>
      );
    case 'resume':
      return (
        <p>
          r{candidate.number} goes on with {weight} %, {shareInWords(perMinute, weight)}, and with the time
          that the step has had.{' '}
          {rollout.pause === 'TOO_FEW_REQUESTS'
            ? `With fewer than ${count(minRequests)} requests it is paused again at once.`
            : nothingSentence({ ...props, rollout: { ...rollout, status: 'STEPPING' } })}
        </p>
      );
  }
}

function stands(rollout: RolloutOfEndpoint): string {
  const weight = currentStep(rollout)?.weight ?? 0;
  return `${rollout.status.toLowerCase().replaceAll('_', ' ')}, at ${weight} %`;
}

interface Words {
  readonly title: string;
  readonly verb: string;
  readonly harmless: boolean;
}

const WORDS: Readonly<Record<Decision, (candidate: string, endpoint: string) => Words>> = {
  pause: (name, endpoint) => ({
    title: `Pause the rollout of ${name} at ${endpoint}?`,
    verb: 'Pause rollout',
    harmless: true,
  }),
  resume: (name, endpoint) => ({
    title: `Resume the rollout of ${name} at ${endpoint}?`,
    verb: 'Resume rollout',
    harmless: true,
  }),
  promote: (name, endpoint) => ({
    title: `Promote ${name} at ${endpoint}?`,
    verb: `Promote ${name} to 100 %`,
    harmless: true,
  }),
  abort: (name, endpoint) => ({
    title: `Abort the rollout of ${name} at ${endpoint}?`,
    verb: `Abort, back to 0 %`,
    harmless: false,
  }),
};
