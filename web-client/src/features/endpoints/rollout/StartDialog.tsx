import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { StartRolloutDocument } from '@/api/generated/endpoints';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { modelName, newestFirst, serving } from '@/features/endpoints/revisions';
import { msInWords, spanMs } from '@/format/span';
import { Dialog } from '@/parts/Dialog';
import { FormPanel, useForm } from '@/parts/form';
import { PickField } from '@/parts/pick/PickField';
import { Empty } from '@/parts/states';
import { stateWord } from '@/parts/State';
import { paths } from '@/paths';
import { LimitFields } from './LimitFields';
import { evidenceText } from './rollout';
import { checkStart, FIRST_STEPS, firstValues, placed, startInput, type StartValues } from './start-values';
import { StepFields } from './StepFields';
import type { PolicyOfEndpoint } from './use-rollouts';
import { words } from './words';

const says = words.startDialog;

interface StartDialogProps {
  readonly endpoint: EndpointDetail;
  readonly perMinute: number;
  /** What it is filled in with; null where the endpoint has none. */
  readonly policy: PolicyOfEndpoint | null;
  readonly onClose: () => void;
  readonly onStale: () => void;
}

/** Has a candidate take the traffic over; says what each step means in requests, and how long it takes at least. */
export function StartDialog(props: StartDialogProps) {
  const { endpoint, onClose } = props;
  const candidates = newestFirst(endpoint.revisions).filter(
    ({ weight, status }) =>
      weight === 0 && (status === 'READY' || status === 'LOADING' || status === 'PENDING'),
  );
  const [baseline, ...others] = serving(endpoint.revisions);
  const problem =
    baseline === undefined
      ? says.noRevisionHasAll
      : others.length > 0
        ? says.trafficIsSplit(
            [baseline, ...others].map(({ number, weight }) => `r${number} ${weight} %`).join(', '),
          )
        : candidates.length === 0
          ? says.aCandidate
          : null;
  return (
    <Dialog title={says.startARollout(endpoint.name)} opened onClose={onClose} wide>
      {problem === null ? (
        <StartForm {...props} candidates={candidates} baseline={baseline?.number ?? 0} />
      ) : (
        <Empty title={says.nothingToRollOut}>
          <p>{problem}</p>
          <Button component={Link} to={modelPath(endpoint)} variant="default">
            {says.chooseAVersion}
          </Button>
        </Empty>
      )}
    </Dialog>
  );
}

interface StartFormProps extends StartDialogProps {
  readonly candidates: EndpointDetail['revisions'];
  readonly baseline: number;
}

function StartForm({ endpoint, perMinute, policy, onClose, onStale, candidates, baseline }: StartFormProps) {
  const form = useForm<StartValues>({
    of: null,
    values: () => ({
      ...firstValues(policy),
      ...(policy?.steps.length === 0 ? { steps: FIRST_STEPS } : {}),
      candidateId: candidates[0]?.id ?? '',
    }),
    check: checkStart,
    send: async (values, { ask }) => {
      await ask(StartRolloutDocument, { input: startInput(values, endpoint.id, endpoint.version) });
      onClose();
      onStale();
    },
    place: placed,
    onRefused: onStale,
  });
  const { steps, alpha } = form.values;
  const total = steps.reduce((sum, { hold }) => sum + spanMs(hold), 0);
  // Errors have four fifths of alpha, what callers are refused a fifth.
  const limit = 125 / Number(alpha);
  return (
    <FormPanel verb={says.verb} what={says.what} form={form} onCancel={onClose}>
      <PickField
        label="Candidate"
        description={says.hint(baseline)}
        options={candidates.map((revision) => ({
          value: revision.id,
          label: `r${revision.number}, ${modelName(revision)}, ${stateWord(revision.status).toLowerCase()}`,
        }))}
        {...form.field('candidateId')}
      />
      <StepFields
        steps={steps}
        errors={form.errors}
        perMinute={perMinute}
        onChange={(next) => form.set({ steps: next })}
      />
      <LimitFields form={form} />
      <p className="t2 f12" role="status">
        {Number.isFinite(total) && says.allOfTheTraffic(msInWords(total))}
        {Number.isFinite(limit) && limit > 0 && says.evidence(evidenceText(limit), evidenceText(limit * 4))}
        {says.untilItIsOver}
      </p>
    </FormPanel>
  );
}

/** Where its versions are deployed from. */
function modelPath({ revisions }: EndpointDetail): string {
  const model = newestFirst(revisions).find(({ modelVersion }) => modelVersion !== null)?.modelVersion?.model
    .id;
  return model === undefined ? paths.models() : paths.model(model);
}
