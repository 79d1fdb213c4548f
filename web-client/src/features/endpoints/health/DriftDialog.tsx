import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { SetDriftDocument } from '@/api/generated/endpoints';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { count, percent } from '@/format/number';
import { isoSpan, spanInWords, spanMs, spanOf, type Span } from '@/format/span';
import { KeyValue } from '@/parts/KeyValue';
import { SpanField } from '@/parts/SpanField';
import type { DriftRuleView } from './health';
import styles from './health.module.css';
import { RuleDialog, shownError } from './RuleDialog';
import { useRuleForm } from './use-rule-form';

interface DriftDialogProps {
  readonly endpoint: EndpointDetail;
  /** Null where its requests were never held against the training. */
  readonly rule: DriftRuleView | null;
  readonly onClose: () => void;
  readonly onStale: () => void;
}

/** More is no number of the API's. */
const MOST_ROWS = 2 ** 31 - 1;

/** Which share of the requests is held against the training, in which windows, and from how many rows on. */
export function DriftDialog({ endpoint, rule, onClose, onStale }: DriftDialogProps) {
  const [isOn, setOn] = useState(rule === null || rule.share > 0);
  const [share, setShare] = useState(() =>
    rule === null || rule.share === 0 ? '100' : String(Number((rule.share * 100).toPrecision(12))),
  );
  const [window, setWindow] = useState<Span>(() => spanOf(rule?.window ?? 'PT1H'));
  const [minRows, setMinRows] = useState(String(rule?.minRows ?? 100));
  const form = useRuleForm(SetDriftDocument, rule?.version, FIELDS);
  const { errors, changed } = form;
  const percents = share.trim() === '' ? Number.NaN : Number(share);
  const rows = minRows.trim() === '' ? Number.NaN : Number(minRows);

  async function save() {
    const outcome = await form.save(
      {
        ...(!isOn || (percents > 0 && percents <= 100) ? {} : { share: 'A number above 0, up to 100' }),
        ...(Number.isFinite(spanMs(window)) ? {} : { window: 'How long, in figures' }),
        ...(Number.isInteger(rows) && Math.abs(rows) <= MOST_ROWS ? {} : { minRows: 'A whole number' }),
      },
      {
        input: {
          endpointId: endpoint.id,
          share: isOn ? Number((percents / 100).toPrecision(12)) : 0,
          window: isoSpan(window),
          minRows: rows,
          ...(rule === null ? {} : { expectedVersion: rule.version }),
        },
      },
    );
    if (outcome === 'saved') onClose();
    if (outcome === 'refused') onStale();
  }

  return (
    <RuleDialog
      title={`Hold requests of ${endpoint.name} against the training`}
      what="drift"
      form={form}
      theirs={
        rule === null
          ? []
          : [
              { label: 'Share now', value: rule.share === 0 ? 'off' : percent(rule.share, 2) },
              { label: 'Windows now', value: spanInWords(rule.window) },
              { label: 'Least rows now', value: count(rule.minRows) },
            ]
      }
      onSave={() => void save()}
      onClose={onClose}
    >
      <Checkbox
        label="Look for drift"
        description="Off, nothing more is counted; windows that were judged stay"
        checked={isOn}
        onChange={(event) => {
          const { checked } = event.currentTarget;
          changed(() => setOn(checked));
        }}
      />
      {isOn && (
        <TextInput
          label="Share of the inferences"
          description="By a hash of their id; a smaller share needs longer windows for as many rows"
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
      )}
      <SpanField
        label="A window is"
        description="Judged soon after its end"
        value={window}
        onChange={(value) => changed(() => setWindow(value))}
        error={shownError(errors.window)}
      />
      <TextInput
        label="Least rows"
        description="With fewer, of a window or of the training, the answer is Insufficient and never Stable"
        inputMode="numeric"
        autoComplete="off"
        value={minRows}
        onChange={(event) => {
          const { value } = event.currentTarget;
          changed(() => setMinRows(value));
        }}
        error={shownError(errors.minRows)}
      />
      {rule !== null && !form.isStale && <Fixed rule={rule} />}
      <p className="t2 f12">
        {isOn
          ? 'It costs no request any time, and no job runs for it: each value is counted in a bin of its feature, and kept in no other way. Counting is not billed. A short window finds drift sooner, a long one smaller drift. The model needs a training profile beside it.'
          : 'Rules that watch the drift of this endpoint will have no data.'}
      </p>
    </RuleDialog>
  );
}

/** What nobody sets. */
function Fixed({ rule }: { readonly rule: DriftRuleView }) {
  return (
    <div className={styles.theirs}>
      <KeyValue
        facts={[
          { label: 'False alarm of a window, at most', value: percent(rule.alpha, 1) },
          { label: 'Drifted in', value: `${count(rule.needed)} of ${count(rule.windows)} windows` },
        ]}
      />
    </div>
  );
}

const FIELDS = ['share', 'window', 'minRows'];
