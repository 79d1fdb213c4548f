import { useState } from 'react';
import { FormDialog, FormFailure, IdentifierField } from '@/parts/form';
import { PickField } from '@/parts/pick/PickField';
import { ProjectField } from '@/parts/pick/ProjectField';
import { SelectField } from '@/parts/SelectField';
import { CommandFields } from './CommandFields';
import { InputFields } from './InputFields';
import { ResourceFields } from './ResourceFields';
import styles from './start.module.css';
import { BLANK, type StartValues } from './start-values';
import { TrainerFields } from './TrainerFields';
import { NEW_EXPERIMENT, useChoices, useStartRun, type Choices, type Named } from './use-start-run';
import { words } from './words';

const says = words.form;

interface StartRunDialogProps {
  readonly onClose: () => void;
  readonly onStarted: (runId: string) => void;
  /** The project that is set, where it is opened from one. */
  readonly projectId?: string;
  /** The experiment that is set, which the list may not have loaded. */
  readonly experiment?: Named;
  /** Filled in from a run that is to be repeated. */
  readonly like?: StartValues;
}

const PROGRAMS = [
  { value: 'trainer', label: says.trainer },
  { value: 'command', label: says.command },
] as const;

/** A job that trains, and the run that shows what comes of it. */
export function StartRunDialog(props: StartRunDialogProps) {
  const { onClose, onStarted, projectId: givenId, experiment, like } = props;
  const isProjectGiven = like !== undefined || givenId !== undefined;
  const initial = like ?? { ...BLANK, projectId: givenId ?? '', experimentId: experiment?.id ?? '' };
  const [projectId, setProjectId] = useState(initial.projectId);
  const choices = useChoices(projectId);
  const { form, made } = useStartRun(initial, (values) => experimentOf(values, choices), onStarted);
  const { errors, set } = form;
  const shown = { ...form.values, experimentId: experimentOf(form.values, choices) };
  const isNew = shown.experimentId === NEW_EXPERIMENT;
  return (
    <FormDialog
      title={like === undefined ? says.start : says.clone}
      verb={says.verb}
      what={says.what}
      form={form}
      onClose={onClose}
    >
      {!isProjectGiven && (
        <ProjectField
          value={projectId}
          onChange={(id) => {
            setProjectId(id);
            set({ projectId: id, experimentId: '', inputs: BLANK.inputs });
          }}
          error={form.errorOf('projectId')}
        />
      )}
      <div className={isNew ? styles.two : undefined}>
        <PickField
          label={says.experiment}
          required
          disabled={projectId === ''}
          noun={says.experiments}
          more={choices.experiments.more}
          loaded={choices.experiments.list.length}
          options={[
            { value: NEW_EXPERIMENT, label: says.newExperiment },
            ...given(made ?? experiment, choices),
            ...choices.experiments.list,
          ]}
          value={shown.experimentId}
          onChange={(experimentId) => set({ experimentId })}
          error={form.errorOf('experimentId')}
        />
        {isNew && (
          <IdentifierField
            label={says.experimentName}

            {...form.text('newExperiment')}
          />
        )}
      </div>
      {choices.isUnlisted && <p className="t3 f12">{says.unlisted}</p>}
      <IdentifierField
        label={says.name}
        data-autofocus

        {...form.text('name')}
      />
      <SelectField label={says.program} options={PROGRAMS} {...form.field('program')} />
      <InputFields values={shown} set={set} errors={errors} choices={choices} />
      {shown.program === 'trainer' ? (
        <TrainerFields values={shown} set={set} errors={errors} choices={choices} />
      ) : (
        <CommandFields values={shown} set={set} errors={errors} />
      )}
      <ResourceFields values={shown} set={set} errors={errors} />
      {choices.failure !== null && <FormFailure what={says.noChoices} failure={choices.failure} />}
      {Object.keys(errors).length > 0 && (
        <p className="sr" role="alert">
          {says.notStarted(Object.values(errors).join('. '))}
        </p>
      )}
    </FormDialog>
  );
}

/** What stands in a list because nobody chose is what is sent. */
function experimentOf({ experimentId, projectId }: StartValues, { experiments, loading }: Choices): string {
  if (experimentId !== '' || projectId === '' || loading) return experimentId;
  return experiments.list[0]?.value ?? NEW_EXPERIMENT;
}

/** An experiment that is set and not loaded: without it the form would show another one. */
function given(experiment: Named | undefined, { experiments }: Choices) {
  const isKnown = experiment === undefined || experiments.list.some(({ value }) => value === experiment.id);
  return isKnown ? [] : [{ value: experiment.id, label: experiment.name }];
}
