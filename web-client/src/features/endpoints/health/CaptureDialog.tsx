import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { SetCaptureDocument } from '@/api/generated/endpoints';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { percent } from '@/format/number';
import { spanInWords, spanMs, spanOf } from '@/format/span';
import type { CaptureView } from './health';
import { RuleDialog, shownError } from './RuleDialog';
import { useRuleForm } from './use-rule-form';

interface CaptureDialogProps {
  readonly endpoint: EndpointDetail;
  /** Null where nothing ever was kept. */
  readonly capture: CaptureView | null;
  readonly onClose: () => void;
  readonly onStale: () => void;
}

/** Which share of the requests is kept, and what of them is not. */
export function CaptureDialog({ endpoint, capture, onClose, onStale }: CaptureDialogProps) {
  const [share, setShare] = useState(() =>
    capture === null ? '10' : String(Number((capture.share * 100).toPrecision(12))),
  );
  const [redact, setRedact] = useState(capture?.redact.join('\n') ?? '');
  const [days, setDays] = useState(() => daysOf(capture));
  const form = useRuleForm(SetCaptureDocument, capture?.version, FIELDS);
  const { errors, changed } = form;
  const names = [...new Set(redact.split(/[\n,]/).map((name) => name.trim()))].filter((name) => name !== '');
  const percents = share.trim() === '' ? Number.NaN : Number(share);

  async function save() {
    const outcome = await form.save(
      {
        ...(percents >= 0 && percents <= 100 ? {} : { share: 'A number, 0 to 100' }),
        ...(names.length <= 100 ? {} : { redact: 'At most 100 names' }),
        ...(/^\d+$/.test(days.trim()) && Number(days) >= 1 && Number(days) <= 3650
          ? {}
          : { retention: 'Whole days, 1 to 3,650' }),
      },
      {
        input: {
          endpointId: endpoint.id,
          share: Number((percents / 100).toPrecision(12)),
          redact: names,
          retention: `P${Number(days)}D`,
          ...(capture === null ? {} : { expectedVersion: capture.version }),
        },
      },
    );
    if (outcome === 'saved') onClose();
    if (outcome === 'refused') onStale();
  }

  return (
    <RuleDialog
      title={`Capture requests of ${endpoint.name}`}
      what="capture"
      form={form}
      theirs={
        capture === null
          ? []
          : [
              { label: 'Share now', value: percent(capture.share, 2) },
              { label: 'Redacted now', value: capture.redact.join(', ') || 'nothing' },
              ...(capture.retention === null
                ? []
                : [{ label: 'Stays now', value: spanInWords(capture.retention) }]),
            ]
      }
      onSave={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label="Share of the inferences"
        description="By a hash of their id; 0 keeps none"
        inputMode="decimal"
        autoComplete="off"
        rightSection="%"
        value={share}
        onChange={(event) => {
          const { value } = event.currentTarget;
          changed(() => setShare(value));
        }}
        error={shownError(errors.share)}
      />
      <Textarea
        label="Redacted inputs and outputs"
        description="A name a line; their values are never written down"
        rows={3}
        value={redact}
        onChange={(event) => {
          const { value } = event.currentTarget;
          changed(() => setRedact(value));
        }}
        error={shownError(errors.redact)}
      />
      <TextInput
        label="Stays for"
        description="From the last row of a version, also of those that are there"
        inputMode="numeric"
        autoComplete="off"
        rightSection="days"
        rightSectionWidth={48}
        value={days}
        onChange={(event) => {
          const { value } = event.currentTarget;
          changed(() => setDays(value));
        }}
        error={shownError(errors.retention)}
      />
      <p className="t2 f12">
        {percents === 0
          ? 'From now on nothing is kept; what was kept stays for its time.'
          : 'From now on they become rows of the data set beside the endpoint and count as storage. After their time they go; what was made of them stays. No request waits for it.'}
      </p>
    </RuleDialog>
  );
}

const FIELDS = ['share', 'redact', 'retention'];
const DAY_MS = 86_400_000;

/** Those of the platform where there are none yet. */
function daysOf(capture: CaptureView | null): string {
  return capture?.retention == null ? '90' : String(spanMs(spanOf(capture.retention)) / DAY_MS);
}
