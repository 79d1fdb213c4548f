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
import { words } from './words';

const says = words.driftDialog;

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
    differences,
  });
  const { isOn } = form.values;
  return (
    <FormDialog
      title={says.title(endpoint.name)}
      verb={says.verb}
      what={says.what}
      form={form}
      onClose={onClose}
    >
      <Checkbox label={says.lookForDrift} description={says.offNothingMore} {...form.box('isOn')} />
      {isOn && (
        <TextInput
          label={says.shareOfTheInferences}
          description={says.aHash}
          inputMode="decimal"
          autoComplete="off"
          rightSection="%"
          {...form.text('share')}
        />
      )}
      <SpanField label={says.aWindow} description={says.judgedSoonAfter} {...form.field('window')} />
      <TextInput
        label={says.minimumRows}
        description={says.withFewer}
        inputMode="numeric"
        autoComplete="off"
        {...form.text('minRows')}
      />
      {rule !== null && !form.isStale && <Fixed rule={rule} />}
      <p className="t2 f12">{isOn ? says.costsNoRequest : says.rulesThatWatch}</p>
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
    ...(!isOn || (percents > 0 && percents <= 100) ? {} : { share: says.share }),
    ...(Number.isFinite(spanMs(window)) ? {} : { window: says.window }),
    ...(Number.isInteger(rows) && Math.abs(rows) <= MOST_ROWS ? {} : { minRows: says.minRows }),
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
    { label: says.minimumRows, theirs: count(theirs.minRows), yours: minRows },
  ];
}

/** What nobody sets. */
function Fixed({ rule }: { readonly rule: DriftRuleView }) {
  return (
    <div className={styles.theirs}>
      <KeyValue
        facts={[
          { label: says.maximumFalseAlarms, value: percent(rule.alpha, 1) },
          { label: says.drifted, value: says.value(rule.needed, rule.windows) },
        ]}
      />
    </div>
  );
}
