import { Textarea, TextInput } from '@mantine/core';
import { SetCaptureDocument } from '@/api/generated/endpoints';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { percent } from '@/format/number';
import { spanInWords, spanMs, spanOf } from '@/format/span';
import { DAY_MS } from '@/format/units';
import { FormDialog, useForm, type Difference, type Errors } from '@/parts/form';
import type { CaptureView } from './health';
import { words } from './words';

const says = words.captureDialog;

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
    differences,
  });
  return (
    <FormDialog
      title={says.title(endpoint.name)}
      verb={says.verb}
      what={says.what}
      form={form}
      onClose={onClose}
    >
      <TextInput
        label={says.shareOfTheInferences}
        description={says.aHash}
        inputMode="decimal"
        autoComplete="off"
        rightSection="%"
        {...form.text('share')}
      />
      <Textarea
        label={says.redactedInputsAndOutputs}
        description={says.nameALine}
        rows={3}
        {...form.text('redact')}
      />
      <TextInput
        label={says.stays}
        description={says.lastRow}
        inputMode="numeric"
        autoComplete="off"
        rightSection="days"
        rightSectionWidth={48}
        {...form.text('retention')}
      />
      <p className="t2 f12">{percentsOf(form.values) === 0 ? says.nowOnNothing : says.nowOnThey}</p>
    </FormDialog>
  );
}

function check(values: Values): Errors {
  const percents = percentsOf(values);
  const days = values.retention.trim();
  return {
    ...(percents >= 0 && percents <= 100 ? {} : { share: says.share }),
    ...(namesOf(values).length <= 100 ? {} : { redact: says.redact }),
    ...(/^\d+$/.test(days) && Number(days) >= 1 && Number(days) <= 3650 ? {} : { retention: says.retention }),
  };
}

function differences(theirs: CaptureView, values: Values): Difference[] {
  const kept = theirs.retention === null ? says.withoutAnEnd : spanInWords(theirs.retention);
  return [
    { label: 'Share', theirs: percent(theirs.share, 2), yours: `${values.share} %` },
    {
      label: 'Redacted',
      theirs: theirs.redact.join(', ') || 'nothing',
      yours: namesOf(values).join(', ') || 'nothing',
    },
    { label: 'Stays', theirs: kept, yours: says.yours(values.retention) },
  ];
}

function percentsOf({ share }: Values): number {
  return share.trim() === '' ? Number.NaN : Number(share);
}

function namesOf({ redact }: Values): string[] {
  return [...new Set(redact.split(/[\n,]/).map((name) => name.trim()))].filter((name) => name !== '');
}

/** Those of the platform where there are none yet. */
function daysOf(capture: CaptureView | null): string {
  return capture?.retention == null ? '90' : String(spanMs(spanOf(capture.retention)) / DAY_MS);
}
