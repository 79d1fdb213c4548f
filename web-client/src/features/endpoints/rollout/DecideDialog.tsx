import {
  AbortRolloutDocument,
  ExtendRolloutPauseDocument,
  PauseRolloutDocument,
  PromoteRolloutDocument,
  ResumeRolloutDocument,
} from '@/api/generated/endpoints';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { expectedInWords } from '@/features/endpoints/traffic';
import { isoSpan, spanInWords, spanMs, type Span } from '@/format/span';
import { DAY_MS } from '@/format/units';
import { Confirm, Notes, useForm } from '@/parts/form';
import { useNow } from '@/parts/now';
import { SpanField } from '@/parts/SpanField';
import { abortSentence, nothingSentence, promoteSentence } from './decisions';
import { currentStep } from './rollout';
import type { RolloutOfEndpoint } from './use-rollouts';
import { words } from './words';

const says = words.decideDialog;

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
      if (decision === 'abort' && reason.trim() === '') return { reason: says.reason };
      return decision === 'extend' && !isExtension(by) ? { by: says.by } : {};
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
          <b className="med">{says.rolloutChangedMeanwhile}</b> {says.nowNothing(stands(rollout))}
        </>
      }
    >
      <Sentences {...props} nowMs={now} />
      {decision === 'extend' && (
        <SpanField
          label={says.label}
          description={says.pauseLasts14}
          units={['minutes', 'hours', 'days']}
          {...form.field('by')}
        />
      )}
      {decision === 'abort' && (
        <Notes
          label="Reason"
          description={says.keptWithTheRollout}
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
          {says.rKeeps(
            candidate.number,
            weight,
            expectedInWords(perMinute, weight),
            spanInWords(pauseLimit),
            baseline.number,
          )}
        </p>
      );
    case 'extend':
      return (
        <p>
          {says.rKeepsForLonger(
            candidate.number,
            weight,
            expectedInWords(perMinute, weight),
            nothingSentence(props),
          )}
        </p>
      );
    case 'resume':
      return (
        <p>
          {says.rGoes(
            candidate.number,
            weight,
            expectedInWords(perMinute, weight),
            rollout.pause === 'TOO_FEW_REQUESTS'
              ? says.fewerThanRequests(minRequests)
              : nothingSentence({ ...props, rollout: { ...rollout, status: 'STEPPING' } }),
          )}
        </p>
      );
  }
}

function isExtension(by: Span): boolean {
  return spanMs(by) >= 600_000 && spanMs(by) <= 7 * DAY_MS;
}

function stands(rollout: RolloutOfEndpoint): string {
  const weight = currentStep(rollout)?.weight ?? 0;
  return says.at(rollout.status.toLowerCase().replaceAll('_', ' '), weight);
}

interface Words {
  readonly title: string;
  readonly verb: string;
  readonly harmless: boolean;
}

const WORDS: Readonly<Record<Decision, (candidate: string, endpoint: string) => Words>> = {
  pause: (name, endpoint) => ({
    title: says.pauseTheRollout(name, endpoint),
    verb: says.pauseRollout,
    harmless: true,
  }),
  extend: (name, endpoint) => ({
    title: says.extendThePause(name, endpoint),
    verb: says.extendPause,
    harmless: true,
  }),
  resume: (name, endpoint) => ({
    title: says.resumeTheRollout(name, endpoint),
    verb: says.resumeRollout,
    harmless: true,
  }),
  promote: (name, endpoint) => ({
    title: says.promote(name, endpoint),
    verb: says.promoteTo100(name),
    harmless: true,
  }),
  abort: (name, endpoint) => ({
    title: says.abortTheRollout(name, endpoint),
    verb: says.abortBackTo0,
    harmless: false,
  }),
};
