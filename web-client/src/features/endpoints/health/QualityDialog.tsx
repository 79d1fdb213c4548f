import { Checkbox, TextInput } from '@mantine/core';
import { Link } from 'react-router';
import { SetQualityDocument, type QualityMeasure } from '@/api/generated/endpoints';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { isoSpan, spanInWords, spanMs, spanOf, type Span } from '@/format/span';
import { DAY_MS, MINUTE_MS } from '@/format/units';
import { FormDialog, missing, useForm, type Difference, type Errors } from '@/parts/form';
import { SelectField } from '@/parts/SelectField';
import { SpanField } from '@/parts/SpanField';
import { paths } from '@/paths';
import { MEASURES, type QualityRuleView } from './health';
import { words } from './words';

const says = words.qualityDialog;

interface QualityDialogProps {
  readonly endpoint: EndpointDetail;
  /** Null where its predictions are not held against labels yet. */
  readonly rule: QualityRuleView | null;
  /** Labels become rows of a data set: who may not write one may not have them collected. */
  readonly mayCollect: boolean;
  readonly onClose: () => void;
  readonly onStale: () => void;
}

interface Values {
  readonly output: string;
  readonly measure: QualityMeasure;
  readonly window: Span;
  readonly horizon: Span;
  readonly collects: boolean;
}

const CHOICES = (Object.keys(MEASURES) as QualityMeasure[]).map((value) => ({
  value,
  label: MEASURES[value].label,
}));

/** Which output is the prediction, what it is held against its label by, and when a window is frozen. */
export function QualityDialog({ endpoint, rule, mayCollect, onClose, onStale }: QualityDialogProps) {
  const form = useForm<Values, QualityRuleView | null>({
    of: rule,
    values: valuesOf,
    check,
    send: async (values, { ask, of }) => {
      const { output, measure, window, horizon, collects } = values;
      const collected = of !== null && of.labelsDatasetId !== null;
      const input = {
        endpointId: endpoint.id,
        output: output.trim(),
        measure,
        window: isoSpan(window),
        horizon: isoSpan(horizon),
        ...(collects === collected ? {} : { collectLabels: collects }),
        ...(of === null ? {} : { expectedVersion: of.version }),
      };
      await ask(SetQualityDocument, { input });
      onClose();
      // Windows that are there may be others now.
      onStale();
    },
    onRefused: onStale,
    differences,
  });
  const { measure } = form.values;
  return (
    <FormDialog
      title={says.title(endpoint.name)}
      verb={says.verb}
      what={says.what}
      form={form}
      onClose={onClose}
    >
      <TextInput
        label="Output"
        description={says.itsElements}
        required
        autoComplete="off"
        {...form.text('output')}
      />
      <SelectField
        label="Measure"
        description={says.the(MEASURES[measure].what).replace('The how', 'How')}
        options={CHOICES}
        {...form.field('measure')}
      />
      <SpanField label={says.aWindow} {...form.field('window')} />
      <SpanField label={says.labelsCount} description={says.afterTheEnd} {...form.field('horizon')} />
      <Checkbox
        label={says.collectLabels}
        description={says.eachOneBecomes(endpoint.name)}
        disabled={!mayCollect}
        {...form.box('collects')}
      />
      {rule?.labelsDatasetId != null && (
        <p className="t2 f12">
          {says.theyGo}{' '}
          <Link to={paths.dataset(endpoint.project.id, rule.labelsDatasetId)} data-link>
            {endpoint.name} labels
          </Link>
          .
        </p>
      )}
    </FormDialog>
  );
}

function valuesOf(rule: QualityRuleView | null): Values {
  return {
    output: rule?.output ?? '',
    measure: rule?.measure ?? 'ACCURACY',
    window: spanOf(rule?.window ?? 'P1D'),
    horizon: spanOf(rule?.horizon ?? 'P2D'),
    collects: rule !== null && rule.labelsDatasetId !== null,
  };
}

function check(values: Values): Errors {
  return {
    ...missing(values, { output: says.output }),
    ...(within(values.window, 7 * DAY_MS) ? {} : { window: says.window }),
    ...(within(values.horizon, 60 * DAY_MS) ? {} : { horizon: says.horizon }),
  };
}

function differences(theirs: QualityRuleView, values: Values): Difference[] {
  const lasts = ({ amount, unit }: Span) => `${amount} ${unit}`;
  return [
    { label: 'Output', theirs: theirs.output, yours: values.output },
    { label: 'Measure', theirs: MEASURES[theirs.measure].label, yours: MEASURES[values.measure].label },
    {
      label: 'Windows',
      theirs: says.frozenAfter(spanInWords(theirs.window), spanInWords(theirs.horizon)),
      yours: says.yours(lasts(values.window), lasts(values.horizon)),
    },
    {
      label: 'Labels',
      theirs: theirs.labelsDatasetId === null ? says.notCollected : 'collected',
      yours: values.collects ? 'collected' : says.notCollected,
    },
  ];
}

function within(span: Span, most: number): boolean {
  const ms = spanMs(span);
  return ms >= MINUTE_MS && ms <= most && ms % 1_000 === 0;
}
