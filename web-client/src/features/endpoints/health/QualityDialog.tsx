import { Button, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { SetQualityDocument, type QualityMeasure } from '@/api/generated/endpoints';
import { useChange } from '@/api/use-change';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { isoSpan, spanInWords, spanMs, spanOf, type Span } from '@/format/span';
import { Dialog } from '@/parts/Dialog';
import { FieldError, FormFailure } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { SelectField } from '@/parts/SelectField';
import { SpanField } from '@/parts/SpanField';
import { MEASURES, type QualityRuleView } from './health';
import styles from './health.module.css';

interface QualityDialogProps {
  readonly endpoint: EndpointDetail;
  /** Null where its predictions are not held against labels yet. */
  readonly rule: QualityRuleView | null;
  readonly onClose: () => void;
  readonly onStale: () => void;
}

const DAY_MS = 86_400_000;
const CHOICES = (Object.keys(MEASURES) as QualityMeasure[]).map((value) => ({
  value,
  label: MEASURES[value].label,
}));

/** Which output is the prediction, what it is held against its label by, and when a window is frozen. */
export function QualityDialog({ endpoint, rule, onClose, onStale }: QualityDialogProps) {
  const [seen] = useState(rule?.version);
  const [output, setOutput] = useState(rule?.output ?? '');
  const [measure, setMeasure] = useState<QualityMeasure>(rule?.measure ?? 'ACCURACY');
  const [window, setWindow] = useState<Span>(() => spanOf(rule?.window ?? 'P1D'));
  const [horizon, setHorizon] = useState<Span>(() => spanOf(rule?.horizon ?? 'P2D'));
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const { send, sending, failure, reset } = useChange(SetQualityDocument);
  const errors: Readonly<Record<string, string>> = { ...(failure?.fields ?? {}), ...missing };
  const isPlaced = failure !== null && Object.keys(failure.fields).some((field) => PLACED.has(field));
  const isStale = rule?.version !== seen;

  function changed(change: () => void) {
    change();
    setMissing({});
    reset();
  }

  async function save(event: SyntheticEvent) {
    event.preventDefault();
    const found = {
      ...(output.trim() === '' ? { output: 'The output whose elements are the predictions' } : {}),
      ...(within(window, 7 * DAY_MS) ? {} : { window: '1 minute to 7 days' }),
      ...(within(horizon, 60 * DAY_MS) ? {} : { horizon: '1 minute to 60 days' }),
    };
    setMissing(found);
    if (Object.keys(found).length > 0) return;
    const done = await send({
      input: {
        endpointId: endpoint.id,
        output: output.trim(),
        measure,
        window: isoSpan(window),
        horizon: isoSpan(horizon),
        ...(rule === null ? {} : { expectedVersion: rule.version }),
      },
    });
    if (done !== null) onClose();
    // Windows that are there may be others now.
    onStale();
  }

  return (
    <Dialog title={`Hold ${endpoint.name} against labels`} opened onClose={onClose}>
      <form noValidate onSubmit={(event) => void save(event)}>
        <div className={styles.fields}>
          <TextInput
            label="Output"
            description="Its elements are the predictions; neither redacted nor above 16 KiB"
            required
            autoComplete="off"
            value={output}
            onChange={(event) => {
              const { value } = event.currentTarget;
              changed(() => setOutput(value));
            }}
            error={shown(errors.output)}
          />
          <SelectField
            label="Measure"
            description={`The ${MEASURES[measure].what}`.replace('The how', 'How')}
            value={measure}
            options={CHOICES}
            onChange={(value) => changed(() => setMeasure(value as QualityMeasure))}
          />
          <SpanField
            label="A window is"
            value={window}
            onChange={(value) => changed(() => setWindow(value))}
            error={shown(errors.window)}
          />
          <SpanField
            label="Labels count for"
            description="After the end of a window; then it is frozen"
            value={horizon}
            onChange={(value) => changed(() => setHorizon(value))}
            error={shown(errors.horizon)}
          />
          {isStale && rule !== null && (
            <div role="alert" className={styles.theirs}>
              <p className="med">Someone else changed it meanwhile</p>
              <KeyValue
                facts={[
                  { label: 'Output now', value: rule.output },
                  { label: 'Measure now', value: MEASURES[rule.measure].label },
                  {
                    label: 'Windows now',
                    value: `${spanInWords(rule.window)}, frozen after ${spanInWords(rule.horizon)}`,
                  },
                ]}
              />
            </div>
          )}
          {failure !== null && !isPlaced && !(failure.code === 'CONFLICT' && isStale) && (
            <FormFailure what="Could not set the quality" failure={failure} />
          )}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            {isStale ? 'Keep theirs' : 'Cancel'}
          </Button>
          <Button type="submit" loading={sending}>
            {isStale ? 'Save mine' : 'Save quality'}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

const PLACED = new Set(['output', 'window', 'horizon']);

function within(span: Span, most: number): boolean {
  const ms = spanMs(span);
  return ms >= 60_000 && ms <= most && ms % 1_000 === 0;
}

function shown(message: string | undefined) {
  return message === undefined ? null : <FieldError>{message}</FieldError>;
}
