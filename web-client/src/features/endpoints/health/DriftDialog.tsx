import { Checkbox, TextInput } from '@mantine/core';
import { SetDriftDocument } from '@/api/generated/endpoints';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { count, percent } from '@/format/number';
import { isoSpan, spanInWords, spanMs, spanOf, type Span } from '@/format/span';
import { FormDialog, useForm, type Difference, type Errors } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { SpanField } from '@/parts/SpanField';
import type { DriftRuleView } from './health';
import styles from './health.module.css';

interface DriftDialogProps {
  readonly endpoint: EndpointDetail;
  /** Null where its requests were never held against the training. */
  readonly rule: DriftRuleView | null;
  readonly onClose: () => void;
  readonly onStale: () => void;
}

interface Values {
  readonly isOn: boolean;
  /** Percent. */
  readonly share: string;
  readonly window: Span;
  readonly minRows: string;
}

/** More is no number of the API's. */
const MOST_ROWS = 2 ** 31 - 1;

/** Which share of the requests is held against the training, in which windows, and from how many rows on. */
export function DriftDialog({ endpoint, rule, onClose, onStale }: DriftDialogProps) {
  const form = useForm<Values, DriftRuleView | null>({
    of: rule,
    values: valuesOf,
    check,
    send: async (values, { ask, of }) => {
      const input = {
        endpointId: endpoint.id,
        share: values.isOn ? Number((Number(values.share) / 100).toPrecision(12)) : 0,
        window: isoSpan(values.window),
        minRows: Number(values.minRows),
        ...(of === null ? {} : { expectedVersion: of.version }),
      };
      await ask(SetDriftDocument, { input });
      onClose();
    },
    onRefused: onStale,
  });
  const { isOn } = form.values;
  return (
    <FormDialog
      title={`Hold requests of ${endpoint.name} against the training`}
      verb="Save drift"
      what="set the drift"
      form={form}
      onClose={onClose}
      differences={form.theirs === null ? [] : differences(form.theirs, form.values)}
    >
      <Checkbox
        label="Look for drift"
        description="Off, nothing more is counted; windows that were judged stay"
        {...form.box('isOn')}
      />
      {isOn && (
        <TextInput
          label="Share of the inferences"
          description="By a hash of their id; a smaller share needs longer windows for as many rows"
          inputMode="decimal"
          autoComplete="off"
          rightSection="%"
          {...form.text('share')}
        />
      )}
      <SpanField label="A window is" description="Judged soon after its end" {...form.field('window')} />
      <TextInput
        label="Minimum rows"
        description="With fewer, of a window or of the training, the answer is Insufficient and never Stable"
        inputMode="numeric"
        autoComplete="off"
        {...form.text('minRows')}
      />
      {rule !== null && !form.isStale && <Fixed rule={rule} />}
      <p className="t2 f12">
        {isOn
          ? 'It costs no request any time, and no job runs for it: each value is counted in a bin of its feature, and kept in no other way. Counting is not billed. A short window finds drift sooner, a long one smaller drift. The model needs a training profile beside it.'
          : 'Rules that watch the drift of this endpoint will have no data.'}
      </p>
    </FormDialog>
  );
}

function valuesOf(rule: DriftRuleView | null): Values {
  const isOff = rule === null || rule.share === 0;
  return {
    isOn: rule === null || rule.share > 0,
    share: isOff ? '100' : String(Number((rule.share * 100).toPrecision(12))),
    window: spanOf(rule?.window ?? 'PT1H'),
    minRows: String(rule?.minRows ?? 100),
  };
}

function check({ isOn, share, window, minRows }: Values): Errors {
  const percents = share.trim() === '' ? Number.NaN : Number(share);
  const rows = minRows.trim() === '' ? Number.NaN : Number(minRows);
  return {
    ...(!isOn || (percents > 0 && percents <= 100) ? {} : { share: 'A number above 0, up to 100' }),
    ...(Number.isFinite(spanMs(window)) ? {} : { window: 'How long, in figures' }),
    ...(Number.isInteger(rows) && Math.abs(rows) <= MOST_ROWS ? {} : { minRows: 'A whole number' }),
  };
}

function differences(theirs: DriftRuleView, { isOn, share, window, minRows }: Values): Difference[] {
  return [
    {
      label: 'Share',
      theirs: theirs.share === 0 ? 'off' : percent(theirs.share, 2),
      yours: isOn ? `${share} %` : 'off',
    },
    { label: 'Windows', theirs: spanInWords(theirs.window), yours: `${window.amount} ${window.unit}` },
    { label: 'Minimum rows', theirs: count(theirs.minRows), yours: minRows },
  ];
}

/** What nobody sets. */
function Fixed({ rule }: { readonly rule: DriftRuleView }) {
  return (
    <div className={styles.theirs}>
      <KeyValue
        facts={[
          { label: 'Maximum false alarms of a window', value: percent(rule.alpha, 1) },
          { label: 'Drifted in', value: `${count(rule.needed)} of ${count(rule.windows)} windows` },
        ]}
      />
    </div>
  );
}
