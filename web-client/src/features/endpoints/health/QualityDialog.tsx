import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { SetQualityDocument, type QualityMeasure } from '@/api/generated/endpoints';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { isoSpan, spanInWords, spanMs, spanOf, type Span } from '@/format/span';
import { SelectField } from '@/parts/SelectField';
import { SpanField } from '@/parts/SpanField';
import { MEASURES, type QualityRuleView } from './health';
import { RuleDialog, shownError } from './RuleDialog';
import { useRuleForm } from './use-rule-form';

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
  const [output, setOutput] = useState(rule?.output ?? '');
  const [measure, setMeasure] = useState<QualityMeasure>(rule?.measure ?? 'ACCURACY');
  const [window, setWindow] = useState<Span>(() => spanOf(rule?.window ?? 'P1D'));
  const [horizon, setHorizon] = useState<Span>(() => spanOf(rule?.horizon ?? 'P2D'));
  const form = useRuleForm(SetQualityDocument, rule?.version, FIELDS);
  const { errors, changed } = form;

  async function save() {
    const outcome = await form.save(
      {
        ...(output.trim() === '' ? { output: 'The output whose elements are the predictions' } : {}),
        ...(within(window, 7 * DAY_MS) ? {} : { window: '1 minute to 7 days' }),
        ...(within(horizon, 60 * DAY_MS) ? {} : { horizon: '1 minute to 60 days' }),
      },
      {
        input: {
          endpointId: endpoint.id,
          output: output.trim(),
          measure,
          window: isoSpan(window),
          horizon: isoSpan(horizon),
          ...(rule === null ? {} : { expectedVersion: rule.version }),
        },
      },
    );
    if (outcome === 'saved') onClose();
    // Windows that are there may be others now.
    if (outcome !== 'unsent') onStale();
  }

  return (
    <RuleDialog
      title={`Hold ${endpoint.name} against labels`}
      what="quality"
      form={form}
      theirs={
        rule === null
          ? []
          : [
              { label: 'Output now', value: rule.output },
              { label: 'Measure now', value: MEASURES[rule.measure].label },
              {
                label: 'Windows now',
                value: `${spanInWords(rule.window)}, frozen after ${spanInWords(rule.horizon)}`,
              },
            ]
      }
      onSave={() => void save()}
      onClose={onClose}
    >
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
        error={shownError(errors.output)}
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
        error={shownError(errors.window)}
      />
      <SpanField
        label="Labels count for"
        description="After the end of a window; then it is frozen"
        value={horizon}
        onChange={(value) => changed(() => setHorizon(value))}
        error={shownError(errors.horizon)}
      />
    </RuleDialog>
  );
}

const FIELDS = ['output', 'window', 'horizon'];

function within(span: Span, most: number): boolean {
  const ms = spanMs(span);
  return ms >= 60_000 && ms <= most && ms % 1_000 === 0;
}
