import { Textarea, TextInput } from '@mantine/core';
import { SetCaptureDocument } from '@/api/generated/endpoints';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { percent } from '@/format/number';
import { spanInWords, spanMs, spanOf } from '@/format/span';
import { FormDialog, useForm, type Difference, type Errors } from '@/parts/form';
import type { CaptureView } from './health';

interface CaptureDialogProps {
  readonly endpoint: EndpointDetail;
  /** Null where nothing ever was kept. */
  readonly capture: CaptureView | null;
  readonly onClose: () => void;
  readonly onStale: () => void;
}

/** What is typed. */
interface Values {
  /** Percent. */
  readonly share: string;
  /** A name a line. */
  readonly redact: string;
  /** Days. */
  readonly retention: string;
}

/** Which share of the requests is kept, and what of them is not. */
export function CaptureDialog({ endpoint, capture, onClose, onStale }: CaptureDialogProps) {
  const form = useForm<Values, CaptureView | null>({
    of: capture,
    values: (of) => ({
      share: of === null ? '10' : String(Number((of.share * 100).toPrecision(12))),
      redact: of?.redact.join('\n') ?? '',
      retention: daysOf(of),
    }),
    check,
    send: async (values, { ask, of }) => {
      const input = {
        endpointId: endpoint.id,
        share: Number((percentsOf(values) / 100).toPrecision(12)),
        redact: namesOf(values),
        retention: `P${Number(values.retention)}D`,
        ...(of === null ? {} : { expectedVersion: of.version }),
      };
      await ask(SetCaptureDocument, { input });
      onClose();
    },
    onRefused: onStale,
  });
  return (
    <FormDialog
      title={`Capture requests of ${endpoint.name}`}
      verb="Save capture"
      what="set the capture"
      form={form}
      onClose={onClose}
      differences={form.theirs === null ? [] : differences(form.theirs, form.values)}
    >
      <TextInput
        label="Share of the inferences"
        description="By a hash of their id; 0 keeps none"
        inputMode="decimal"
        autoComplete="off"
        rightSection="%"
        {...form.text('share')}
      />
      <Textarea
        label="Redacted inputs and outputs"
        description="A name a line; their values are never written down"
        rows={3}
        {...form.text('redact')}
      />
      <TextInput
        label="Stays for"
        description="From the last row of a version, also of those that are there"
        inputMode="numeric"
        autoComplete="off"
        rightSection="days"
        rightSectionWidth={48}
        {...form.text('retention')}
      />
      <p className="t2 f12">
        {percentsOf(form.values) === 0
          ? 'From now on nothing is kept; what was kept stays for its time.'
          : 'From now on they become rows of the data set beside the endpoint and count as storage. After their time they go; what was made of them stays. No request waits for it.'}
      </p>
    </FormDialog>
  );
}

function check(values: Values): Errors {
  const percents = percentsOf(values);
  const days = values.retention.trim();
  return {
    ...(percents >= 0 && percents <= 100 ? {} : { share: 'A number, 0 to 100' }),
    ...(namesOf(values).length <= 100 ? {} : { redact: 'At most 100 names' }),
    ...(/^\d+$/.test(days) && Number(days) >= 1 && Number(days) <= 3650
      ? {}
      : { retention: 'Whole days, 1 to 3,650' }),
  };
}

function differences(theirs: CaptureView, values: Values): Difference[] {
  const kept = theirs.retention === null ? 'without an end' : spanInWords(theirs.retention);
  return [
    { label: 'Share', theirs: percent(theirs.share, 2), yours: `${values.share} %` },
    {
      label: 'Redacted',
      theirs: theirs.redact.join(', ') || 'nothing',
      yours: namesOf(values).join(', ') || 'nothing',
    },
    { label: 'Stays', theirs: kept, yours: `${values.retention} days` },
  ];
}

function percentsOf({ share }: Values): number {
  return share.trim() === '' ? Number.NaN : Number(share);
}

function namesOf({ redact }: Values): string[] {
  return [...new Set(redact.split(/[\n,]/).map((name) => name.trim()))].filter((name) => name !== '');
}

const DAY_MS = 86_400_000;

/** Those of the platform where there are none yet. */
function daysOf(capture: CaptureView | null): string {
  return capture?.retention == null ? '90' : String(spanMs(spanOf(capture.retention)) / DAY_MS);
}
