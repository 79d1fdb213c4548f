import { Checkbox, Textarea, TextInput } from '@mantine/core';
import { memo, type ReactNode } from 'react';
import { FieldError } from '@/parts/form';
import { PickField } from '@/parts/pick/PickField';
import type { SelectOption } from '@/parts/SelectField';
import { SpanField } from '@/parts/SpanField';
import { TrafficSteps } from '@/parts/traffic-steps/TrafficSteps';
import { zones } from './instants';
import { MOST_STEPS, trainedOn, type PolicyErrors, type PolicyValues } from './policy-values';
import type { Beside } from './retraining';
import styles from './policy.module.css';
import { words } from './policy-words';

const says = words.policyFields;

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
          description={says.switchedOffOnlyPeople}
          checked={values.active}
          onChange={(event) => onChange({ active: event.currentTarget.checked })}
        />
        <div className={styles.pair}>
          {text('cron', 'Schedule', says.fiveFieldsOfCron)}
          <TextInput
            label={says.timeZone}
            description={says.whoseClocksItGoes}
            list={ZONES}
            required={values.cron.trim() !== ''}
            autoComplete="off"
            value={values.zone}
            onChange={(event) => onChange({ zone: event.currentTarget.value })}
            error={errorOf(errors, 'zone')}
          />
          <Zones />
        </div>
        <p className="t3 f12">{says.aTime}</p>
        <Checkbox
          label={says.newData}
          description={says.eachVersion}
          checked={values.onNewData}
          onChange={(event) => onChange({ onNewData: event.currentTarget.checked })}
        />
        {select(
          'alertRuleId',
          says.alertRule,
          says.triggersOnceItFires,
          choices(beside?.alertRules, values.alertRuleId, 'None'),
        )}
      </Group>
      <Group title="Training">
        <div className={styles.pair}>
          {select(
            'datasetId',
            says.dataSet,
            says.newestVersion,
            choices(datasets, values.datasetId, says.chooseOne),
          )}
          {select(
            'evaluationDatasetId',
            says.scored,
            says.anotherOneUnseen,
            choices(datasets, values.evaluationDatasetId, says.chooseOne),
          )}
          {text('target', 'Label', says.theColumn)}
          {select(
            'experimentId',
            'Experiment',
            says.whereItsRuns,
            choices(
              beside?.experiments?.edges.map(({ node }) => node),
              values.experimentId,
              says.chooseOne,
            ),
          )}
          {text('minNewRows', says.newRows, says.labelMore)}
          {text('maxCost', says.maximumCost, says.estimatedInEuros)}
        </div>
        <Textarea
          label="Transform"
          description={says.oneSelectOver}
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
              says.transformMakes,
              says.nextVersionWhich,
              choices(datasets, values.transformDatasetId, says.chooseOne),
            )}
          {values.transformSql.trim() !== '' &&
            select(
              'labelsDatasetId',
              says.lateLabels,
              says.calledLabels,
              choices(datasets, values.labelsDatasetId, 'None'),
            )}
          {select('suiteId', says.checked, says.suiteThatWhat, suites(beside, values))}
        </div>
        <Textarea
          label="Parameters"
          description={says.tabularTrainer}
          rows={2}
          value={values.parameters}
          onChange={(event) => onChange({ parameters: event.currentTarget.value })}
          error={errorOf(errors, 'parameters')}
        />
      </Group>
      <Group title="Limits">
        <div className={styles.pair}>
          {text('maxPValue', says.pValueBelow, says.mcnemarTest)}
          <SpanField
            label="Cooldown"
            description={says.afterARun}
            units={['minutes', 'hours', 'days']}
            value={values.cooldown}
            onChange={(cooldown) => onChange({ cooldown })}
            error={errorOf(errors, 'cooldown')}
          />
          {text('maxTrainings', 'Breaker', says.maximumTrainings)}
          <SpanField
            label="Period"
            description={says.theBreaker}
            units={['hours', 'days']}
            value={values.period}
            onChange={(period) => onChange({ period })}
            error={errorOf(errors, 'period')}
          />
        </div>
      </Group>
      <Group title={says.title}>
        {select(
          'endpointId',
          'Endpoint',
          says.whereTheChallengerTakes,
          choices(
            beside?.endpoints?.edges.map(({ node }) => node),
            values.endpointId,
            says.noneTheAliasChampion,
          ),
        )}
        {values.endpointId !== '' && (
          <TrafficSteps
            legend={words.canaryFields.canaryShare}
            steps={values.canary}
            errors={errors}
            refused={errors.canary}
            most={MOST_STEPS}
            firstHold={{ amount: '1', unit: 'hours' }}
            onChange={(canary) => onChange({ canary })}
          />
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
      <legend>{says.toldOfABroken}</legend>
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

function errorOf(errors: PolicyErrors, name: string) {
  const message = errors[name];
  return message === undefined ? null : <FieldError>{message}</FieldError>;
}

/** The one that is in force now may be named; a version that another one has checked is not trained on then. */
function suites(beside: Beside | undefined, values: PolicyValues): SelectOption[] {
  const dataset = beside?.datasets?.edges.find(({ node }) => node.id === trainedOn(values))?.node;
  const suite = dataset?.expectations ?? null;
  const rows = suite === null ? [] : [{ id: suite.id, name: says.name(suite.number) }];
  return choices(rows, values.suiteId, says.whicheverIsInForce);
}

/** What is chosen stays on offer, also where the person may not read its name. */
function choices(
  rows: readonly { readonly id: string; readonly name: string }[] | undefined,
  chosen: string,
  none: string,
): SelectOption[] {
  const known = rows?.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  const isKnown = chosen === '' || known.some(({ value }) => value === chosen);
  return [{ value: '', label: none }, ...(isKnown ? [] : [{ value: chosen, label: says.as }]), ...known];
}
