import { Checkbox, Textarea, TextInput } from '@mantine/core';
import { memo, type ReactNode } from 'react';
import { PickField } from '@/parts/pick/PickField';
import type { SelectOption } from '@/parts/SelectField';
import { SpanField } from '@/parts/SpanField';
import { CanaryFields, errorOf } from './CanaryFields';
import { zones } from './instants';
import { trainedOn, type PolicyErrors, type PolicyValues } from './policy-values';
import type { Beside } from './retraining';
import styles from './policy.module.css';

interface PolicyFieldsProps {
  readonly values: PolicyValues;
  readonly errors: PolicyErrors;
  readonly beside: Beside | undefined;
  readonly onChange: (part: Partial<PolicyValues>) => void;
}

const ZONES = 'retraining-zones';

/** All of a policy: what triggers it, what it trains, what it must show, where it goes. */
export function PolicyFields(props: PolicyFieldsProps) {
  const { values, errors, beside, onChange } = props;
  const datasets = beside?.datasets?.edges.map(({ node }) => node);
  const text = (name: TextName, label: string, description: string) => (
    <TextInput
      label={label}
      description={description}
      autoComplete="off"
      value={values[name]}
      onChange={(event) => onChange({ [name]: event.currentTarget.value })}
      error={errorOf(errors, name)}
      {...(NUMBERS.has(name) ? { inputMode: 'decimal' as const } : {})}
    />
  );
  const select = (name: ChoiceName, label: string, description: string, options: readonly SelectOption[]) => (
    <PickField
      label={label}
      description={description}
      value={values[name]}
      options={options}
      onChange={(value) => onChange({ [name]: value })}
      error={errorOf(errors, name)}
    />
  );
  return (
    <>
      <Group title="Triggers">
        <Checkbox
          label="Active"
          description="Switched off, only people trigger it"
          checked={values.active}
          onChange={(event) => onChange({ active: event.currentTarget.checked })}
        />
        <div className={styles.pair}>
          {text('cron', 'Schedule', 'Five fields of cron, such as 30 6 * * 4')}
          <TextInput
            label="Time zone"
            description="Whose clocks it goes by"
            list={ZONES}
            required={values.cron.trim() !== ''}
            autoComplete="off"
            value={values.zone}
            onChange={(event) => onChange({ zone: event.currentTarget.value })}
            error={errorOf(errors, 'zone')}
          />
          <Zones />
        </div>
        <p className="t3 f12">
          A time that the clocks skip runs at the first moment after the gap; one that comes twice runs once,
          at the first; missed ones are one run. The page lists the next five once it is saved.
        </p>
        <Checkbox
          label="New data"
          description="Each version of the data set that becomes validated"
          checked={values.onNewData}
          onChange={(event) => onChange({ onNewData: event.currentTarget.checked })}
        />
        {select(
          'alertRuleId',
          'Alert rule',
          'Triggers once it fires',
          choices(beside?.alertRules, values.alertRuleId, 'None'),
        )}
      </Group>
      <Group title="Training">
        <div className={styles.pair}>
          {select(
            'datasetId',
            'Data set',
            'Its newest version is trained on',
            choices(datasets, values.datasetId, 'Choose one'),
          )}
          {select(
            'evaluationDatasetId',
            'Scored on',
            'Another one, unseen by the champion',
            choices(datasets, values.evaluationDatasetId, 'Choose one'),
          )}
          {text('target', 'Label', 'The column that is predicted')}
          {select(
            'experimentId',
            'Experiment',
            'Where its runs are',
            choices(
              beside?.experiments?.edges.map(({ node }) => node),
              values.experimentId,
              'Choose one',
            ),
          )}
          {text('minNewRows', 'New rows', 'With a label, more than in the last training')}
          {text('maxCost', 'Maximum cost of a run', 'As estimated, in euros')}
        </div>
        <Textarea
          label="Transform"
          description="One SELECT over the newest version, or all that was collected since the last training, called data; empty to train on the newest as it is"
          rows={3}
          spellCheck={false}
          classNames={{ input: 'mono' }}
          value={values.transformSql}
          onChange={(event) => onChange({ transformSql: event.currentTarget.value })}
          error={errorOf(errors, 'transformSql')}
        />
        <div className={styles.pair}>
          {values.transformSql.trim() !== '' &&
            select(
              'transformDatasetId',
              'Transform makes',
              'Its next version, which is trained on',
              choices(datasets, values.transformDatasetId, 'Choose one'),
            )}
          {values.transformSql.trim() !== '' &&
            select(
              'labelsDatasetId',
              'Late labels',
              'Called labels in the statement',
              choices(datasets, values.labelsDatasetId, 'None'),
            )}
          {select(
            'suiteId',
            'Checked by',
            'The suite that what is trained on must have passed',
            suites(beside, values),
          )}
        </div>
        <Textarea
          label="Parameters"
          description="Of the tabular trainer, as a JSON object; empty for its own"
          rows={2}
          value={values.parameters}
          onChange={(event) => onChange({ parameters: event.currentTarget.value })}
          error={errorOf(errors, 'parameters')}
        />
      </Group>
      <Group title="Limits">
        <div className={styles.pair}>
          {text('maxPValue', 'p-value below', 'Of McNemar’s test, to be called better')}
          <SpanField
            label="Cooldown"
            description="After a run that trained"
            units={['minutes', 'hours', 'days']}
            value={values.cooldown}
            onChange={(cooldown) => onChange({ cooldown })}
            error={errorOf(errors, 'cooldown')}
          />
          {text('maxTrainings', 'Breaker', 'Maximum trainings in the period')}
          <SpanField
            label="Period"
            description="Of the breaker"
            units={['hours', 'days']}
            value={values.period}
            onChange={(period) => onChange({ period })}
            error={errorOf(errors, 'period')}
          />
        </div>
      </Group>
      <Group title="Once it is approved">
        {select(
          'endpointId',
          'Endpoint',
          'Where the challenger takes over by steps',
          choices(
            beside?.endpoints?.edges.map(({ node }) => node),
            values.endpointId,
            'None: the alias champion moves alone',
          ),
        )}
        {values.endpointId !== '' && (
          <CanaryFields steps={values.canary} errors={errors} onChange={(canary) => onChange({ canary })} />
        )}
        <Channels {...props} />
      </Group>
    </>
  );
}

/** Hundreds of them: not drawn again with each letter that is typed. */
const Zones = memo(function Zones() {
  return (
    <datalist id={ZONES}>
      {zones().map((zone) => (
        <option key={zone} value={zone} />
      ))}
    </datalist>
  );
});

type TextName = 'cron' | 'target' | 'minNewRows' | 'maxCost' | 'maxPValue' | 'maxTrainings';
type ChoiceName =
  | 'alertRuleId'
  | 'datasetId'
  | 'evaluationDatasetId'
  | 'experimentId'
  | 'endpointId'
  | 'transformDatasetId'
  | 'labelsDatasetId'
  | 'suiteId';
const NUMBERS: ReadonlySet<TextName> = new Set(['minNewRows', 'maxCost', 'maxPValue', 'maxTrainings']);

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <fieldset className={styles.set}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

function Channels({ values, beside, onChange }: PolicyFieldsProps) {
  const channels = beside?.channels ?? [];
  if (channels.length === 0) return null;
  return (
    <fieldset className={styles.set}>
      <legend>Told of a broken feed and of what is awaiting approval</legend>
      {channels.map(({ id, name }) => (
        <Checkbox
          key={id}
          label={name}
          checked={values.channelIds.includes(id)}
          onChange={(event) =>
            onChange({
              channelIds: event.currentTarget.checked
                ? [...values.channelIds, id]
                : values.channelIds.filter((known) => known !== id),
            })
          }
        />
      ))}
    </fieldset>
  );
}

/** The one that is in force now may be named; a version that another one has checked is not trained on then. */
function suites(beside: Beside | undefined, values: PolicyValues): SelectOption[] {
  const dataset = beside?.datasets?.edges.find(({ node }) => node.id === trainedOn(values))?.node;
  const suite = dataset?.expectations ?? null;
  const rows = suite === null ? [] : [{ id: suite.id, name: `Suite ${suite.number} alone` }];
  return choices(rows, values.suiteId, 'Whichever is in force');
}

/** What is chosen stays on offer, also where the person may not read its name. */
function choices(
  rows: readonly { readonly id: string; readonly name: string }[] | undefined,
  chosen: string,
  none: string,
): SelectOption[] {
  const known = rows?.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  const isKnown = chosen === '' || known.some(({ value }) => value === chosen);
  return [{ value: '', label: none }, ...(isKnown ? [] : [{ value: chosen, label: 'As it is' }]), ...known];
}
