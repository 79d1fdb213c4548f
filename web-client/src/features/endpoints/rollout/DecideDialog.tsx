import {
  AbortRolloutDocument,
  ExtendRolloutPauseDocument,
  PauseRolloutDocument,
  PromoteRolloutDocument,
  ResumeRolloutDocument,
} from '@/api/generated/endpoints';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { expectedInWords } from '@/features/endpoints/traffic';
import { count } from '@/format/number';
import { isoSpan, spanInWords, spanMs, type Span } from '@/format/span';
import { Confirm, Notes, useForm } from '@/parts/form';
import { useNow } from '@/parts/now';
import { SpanField } from '@/parts/SpanField';
import { abortSentence, nothingSentence, promoteSentence } from './decisions';
import { currentStep } from './rollout';
import type { RolloutOfEndpoint } from './use-rollouts';

export type Decision = 'extend' | 'pause' | 'resume' | 'promote' | 'abort';

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
  const form = useForm<Values, RolloutOfEndpoint>({
    of: rollout,
    values: () => ({ reason: '', by: { amount: '4', unit: 'hours' } }),
    check: ({ reason, by }) => {
      if (decision === 'abort' && reason.trim() === '')
        return { reason: 'Why it is aborted, in a few words' };
      return decision === 'extend' && !isExtension(by) ? { by: '10 minutes to 7 days' } : {};
    },
    send: async ({ reason, by }, { ask, of }) => {
      const meant = { id: of.id, expectedVersion: of.version };
      if (decision === 'abort')
        await ask(AbortRolloutDocument, { input: { ...meant, reason: reason.trim() } });
      else if (decision === 'extend')
        await ask(ExtendRolloutPauseDocument, { input: { ...meant, by: isoSpan(by) } });
      else if (decision === 'pause') await ask(PauseRolloutDocument, { input: meant });
      else if (decision === 'resume') await ask(ResumeRolloutDocument, { input: meant });
      else await ask(PromoteRolloutDocument, { input: meant });
      onClose();
      if (decision === 'extend') onStale();
    },
    onRefused: onStale,
  });
  const { verb, title, harmless } = WORDS[decision](`r${rollout.candidate.number}`, endpoint.name);

  return (
    <Confirm
      title={title}
      verb={verb}
      harmless={harmless}
      form={form}
      onClose={onClose}
      changed={
        <>
          <b className="med">The rollout changed meanwhile.</b> It is {stands(rollout)} now; nothing was
          decided.
        </>
      }
    >
      <Sentences {...props} nowMs={now} />
      {decision === 'extend' && (
        <SpanField
          label="Longer by"
          description="A pause lasts 14 days at most, all extensions together"
          units={['minutes', 'hours', 'days']}
          {...form.field('by')}
        />
      )}
      {decision === 'abort' && (
        <Notes
          label="Reason"
          description="Kept with the rollout, for whoever asks why"
          required
          rows={2}
          maxLength={1_000}
          {...form.text('reason')}
        />
      )}
    </Confirm>
  );
}

interface Values {
  readonly reason: string;
  readonly by: Span;
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
          r{candidate.number} keeps {weight} %, {expectedInWords(perMinute, weight)}, and its errors are
          judged on. If nobody resumes or promotes it within {spanInWords(pauseLimit)}, r{baseline.number} has
          all of the traffic back.
        </p>
      );
    case 'extend':
      return (
        <p>
          r{candidate.number} keeps {weight} %, {expectedInWords(perMinute, weight)}, for longer. Its errors
          are judged on. {nothingSentence(props)} Who extended it, and what was counted by then, is kept with
          the evidence.
        </p>
      );
    case 'resume':
      return (
        <p>
          r{candidate.number} goes on with {weight} %, {expectedInWords(perMinute, weight)}, and with the time
          that the step has had.{' '}
          {rollout.pause === 'TOO_FEW_REQUESTS'
            ? `With fewer than ${count(minRequests)} requests it is paused again at once.`
            : nothingSentence({ ...props, rollout: { ...rollout, status: 'STEPPING' } })}
        </p>
      );
  }
}

const DAY_MS = 86_400_000;

function isExtension(by: Span): boolean {
  return spanMs(by) >= 600_000 && spanMs(by) <= 7 * DAY_MS;
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
  extend: (name, endpoint) => ({
    title: `Extend the pause of ${name} at ${endpoint}?`,
    verb: 'Extend pause',
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
