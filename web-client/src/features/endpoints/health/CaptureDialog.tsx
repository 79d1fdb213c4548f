import { Button, Textarea, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { SetCaptureDocument } from '@/api/generated/endpoints';
import { useChange } from '@/api/use-change';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { percent } from '@/format/number';
import { spanInWords, spanMs, spanOf } from '@/format/span';
import { Dialog } from '@/parts/Dialog';
import { FieldError, FormFailure } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import type { CaptureView } from './health';
import styles from './health.module.css';

interface CaptureDialogProps {
  readonly endpoint: EndpointDetail;
  /** Null where nothing ever was kept. */
  readonly capture: CaptureView | null;
  readonly onClose: () => void;
  readonly onStale: () => void;
}

/** Which share of the requests is kept, and what of them is not. */
export function CaptureDialog({ endpoint, capture, onClose, onStale }: CaptureDialogProps) {
  const [seen] = useState(capture?.version);
  const [share, setShare] = useState(() =>
    capture === null ? '10' : String(Number((capture.share * 100).toPrecision(12))),
  );
  const [redact, setRedact] = useState(capture?.redact.join('\n') ?? '');
  const [days, setDays] = useState(() => daysOf(capture));
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const { send, sending, failure, reset } = useChange(SetCaptureDocument);
  const errors: Readonly<Record<string, string>> = { ...(failure?.fields ?? {}), ...missing };
  const isPlaced = failure !== null && PLACED.some((field) => field in failure.fields);
  const isStale = capture?.version !== seen;
  const names = [...new Set(redact.split(/[\n,]/).map((name) => name.trim()))].filter((name) => name !== '');
  const percents = share.trim() === '' ? Number.NaN : Number(share);

  function changed() {
    setMissing({});
    reset();
  }

  async function save(event: SyntheticEvent) {
    event.preventDefault();
    const found = {
      ...(percents >= 0 && percents <= 100 ? {} : { share: 'A number, 0 to 100' }),
      ...(names.length <= 100 ? {} : { redact: 'At most 100 names' }),
      ...(/^\d+$/.test(days.trim()) && Number(days) >= 1 && Number(days) <= 3650
        ? {}
        : { retention: 'Whole days, 1 to 3,650' }),
    };
    setMissing(found);
    if (Object.keys(found).length > 0) return;
    const done = await send({
      input: {
        endpointId: endpoint.id,
        share: Number((percents / 100).toPrecision(12)),
        redact: names,
        retention: `P${Number(days)}D`,
        ...(capture === null ? {} : { expectedVersion: capture.version }),
      },
    });
    if (done !== null) onClose();
    else onStale();
  }

  return (
    <Dialog title={`Capture requests of ${endpoint.name}`} opened onClose={onClose}>
      <form noValidate onSubmit={(event) => void save(event)}>
        <div className={styles.fields}>
          <TextInput
            label="Share of the inferences"
            description="By a hash of their id; 0 keeps none"
            inputMode="decimal"
            autoComplete="off"
            rightSection="%"
            value={share}
            onChange={(event) => {
              setShare(event.currentTarget.value);
              changed();
            }}
            error={shown(errors.share)}
          />
          <Textarea
            label="Redacted inputs and outputs"
            description="A name a line; their values are never written down"
            rows={3}
            value={redact}
            onChange={(event) => {
              setRedact(event.currentTarget.value);
              changed();
            }}
            error={shown(errors.redact)}
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
              setDays(event.currentTarget.value);
              changed();
            }}
            error={shown(errors.retention)}
          />
          <p className="t2 f12">
            {percents === 0
              ? 'From now on nothing is kept; what was kept stays for its time.'
              : 'From now on they become rows of the data set beside the endpoint and count as storage. After their time they go; what was made of them stays. No request waits for it.'}
          </p>
          {isStale && capture !== null && (
            <div role="alert" className={styles.theirs}>
              <p className="med">Someone else changed it meanwhile</p>
              <KeyValue
                facts={[
                  { label: 'Share now', value: percent(capture.share, 2) },
                  { label: 'Redacted now', value: capture.redact.join(', ') || 'nothing' },
                  ...(capture.retention === null
                    ? []
                    : [{ label: 'Stays now', value: spanInWords(capture.retention) }]),
                ]}
              />
            </div>
          )}
          {failure !== null && !isPlaced && !(failure.code === 'CONFLICT' && isStale) && (
            <FormFailure what="Could not set the capture" failure={failure} />
          )}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            {isStale ? 'Keep theirs' : 'Cancel'}
          </Button>
          <Button type="submit" loading={sending}>
            {isStale ? 'Save mine' : 'Save capture'}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

const PLACED = ['share', 'redact', 'retention'];
const DAY_MS = 86_400_000;

/** Those of the platform where there are none yet. */
function daysOf(capture: CaptureView | null): string {
  return capture?.retention == null ? '90' : String(spanMs(spanOf(capture.retention)) / DAY_MS);
}

function shown(message: string | undefined) {
  return message === undefined ? null : <FieldError>{message}</FieldError>;
}
