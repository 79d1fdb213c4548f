import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Dialog } from '@/parts/Dialog';
import { FieldError, FormFailure } from '@/parts/form';
import { MoreChoices } from '@/parts/MoreChoices';
import { CommandFields } from './CommandFields';
import { InputFields } from './InputFields';
import { ResourceFields } from './ResourceFields';
import styles from './start.module.css';
import { BLANK, type StartValues } from './start-values';
import { TrainerFields } from './TrainerFields';
import { NEW_EXPERIMENT, useChoices, useStartRun, type Choices, type Named } from './use-start-run';

interface StartRunDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onStarted: (runId: string) => void;
  /** The project that is set, where it is opened from one. */
  readonly projectId?: string;
  /** The experiment that is set, which the list may not have loaded. */
  readonly experiment?: Named;
  /** Filled in from a run that is to be repeated. */
  readonly like?: StartValues;
}

/** A job that trains, and the run that shows what comes of it. */
export function StartRunDialog(props: StartRunDialogProps) {
  const { opened, onClose, onStarted, projectId, experiment, like } = props;
  const title = like === undefined ? 'Start a run' : 'Clone the run';
  return (
    <Dialog title={title} opened={opened} onClose={onClose}>
      <StartRunForm
        initial={like ?? { ...BLANK, projectId: projectId ?? '', experimentId: experiment?.id ?? '' }}
        isProjectGiven={like !== undefined || projectId !== undefined}
        experiment={experiment}
        onClose={onClose}
        onStarted={onStarted}
      />
    </Dialog>
  );
}

interface StartRunFormProps {
  readonly initial: StartValues;
  readonly isProjectGiven: boolean;
  readonly experiment: Named | undefined;
  readonly onClose: () => void;
  readonly onStarted: (runId: string) => void;
}

function StartRunForm({ initial, isProjectGiven, experiment, onClose, onStarted }: StartRunFormProps) {
  const form = useStartRun(initial, onStarted);
  const { errors, set, failure } = form;
  const projectId = form.values.projectId;
  const choices = useChoices(projectId, isProjectGiven);
  const shown = withFirstChoices(form.values, choices);
  const isNew = shown.experimentId === NEW_EXPERIMENT;
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void form.send(shown);
      }}
    >
      <div className={styles.fields}>
        {!isProjectGiven && (
          <>
            <NativeSelect
              label="Project"
              required
              data={[{ value: '', label: 'Choose a project' }, ...choices.projects.list]}
              value={projectId}
              onChange={(event) =>
                set({ projectId: event.currentTarget.value, experimentId: '', inputs: BLANK.inputs })
              }
              error={errors.projectId !== undefined && <FieldError>{errors.projectId}</FieldError>}
            />
            <MoreChoices loaded={choices.projects.list.length} noun="projects" more={choices.projects.more} />
          </>
        )}
        <div className={isNew ? styles.two : undefined}>
          <NativeSelect
            label="Experiment"
            required
            disabled={projectId === ''}
            data={[
              ...given(form.made ?? experiment, choices),
              ...choices.experiments.list,
              { value: NEW_EXPERIMENT, label: 'New experiment' },
            ]}
            value={shown.experimentId}
            onChange={(event) => set({ experimentId: event.currentTarget.value })}
            error={errors.experimentId !== undefined && <FieldError>{errors.experimentId}</FieldError>}
          />
          {isNew && (
            <TextInput
              label="Name of the experiment"
              required
              autoComplete="off"
              spellCheck={false}
              value={form.newExperiment}
              onChange={(event) => form.setNewExperiment(event.currentTarget.value)}
              error={errors.newExperiment !== undefined && <FieldError>{errors.newExperiment}</FieldError>}
            />
          )}
        </div>
        {choices.isUnlisted && (
          <p className="t3 f12">
            You may not read this project: its other experiments and its data sets are not listed.
          </p>
        )}
        <MoreChoices
          loaded={choices.experiments.list.length}
          noun="experiments"
          more={choices.experiments.more}
        />
        <TextInput
          label="Name of the run"
          required
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          value={shown.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          error={errors.name !== undefined && <FieldError>{errors.name}</FieldError>}
        />
        <NativeSelect
          label="What runs"
          data={[
            { value: 'trainer', label: 'Trainer for tables (shipped with the platform)' },
            { value: 'command', label: 'A command of your own' },
          ]}
          value={shown.program}
          onChange={(event) =>
            set({ program: event.currentTarget.value === 'command' ? 'command' : 'trainer' })
          }
        />
        <InputFields values={shown} set={set} errors={errors} choices={choices} />
        {shown.program === 'trainer' ? (
          <TrainerFields values={shown} set={set} errors={errors} choices={choices} />
        ) : (
          <CommandFields values={shown} set={set} errors={errors} />
        )}
        <ResourceFields values={shown} set={set} errors={errors} />
        {choices.failure !== null && (
          <FormFailure what="Could not load what there is to choose from" failure={choices.failure} />
        )}
        {failure !== null && <FormFailure what="Could not start the run" failure={failure} />}
        {Object.keys(errors).length > 0 && (
          <p className="sr" role="alert">
            The run was not started: {Object.values(errors).join('. ')}
          </p>
        )}
      </div>
      <footer className={styles.footer}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={form.sending}>
          Start run
        </Button>
      </footer>
    </form>
  );
}

/** What stands in a list because nobody chose is what is sent. */
function withFirstChoices(values: StartValues, { experiments, loading }: Choices): StartValues {
  if (values.experimentId !== '' || values.projectId === '' || loading) return values;
  return { ...values, experimentId: experiments.list[0]?.value ?? NEW_EXPERIMENT };
}

/** An experiment that is set and not loaded: without it the form would show another one. */
function given(experiment: Named | undefined, { experiments }: Choices) {
  const isKnown = experiment === undefined || experiments.list.some(({ value }) => value === experiment.id);
  return isKnown ? [] : [{ value: experiment.id, label: experiment.name }];
}
