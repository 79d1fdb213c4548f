import { Button, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ProjectRowFragment } from '@/api/generated/projects';
import { FieldError, FormFailure } from '@/parts/form';
import styles from './ProjectForm.module.css';
import { useProjectForm } from './use-project-form';

interface ProjectFormProps {
  readonly onCreated: (project: ProjectRowFragment) => void;
  /** Beside the primary button, such as Cancel. */
  readonly children?: ReactNode;
}

/** Name, slug and description of a new project; what the platform refuses stands under its field. */
export function ProjectForm({ onCreated, children }: ProjectFormProps) {
  const { values, set, errors, failure, sending, send } = useProjectForm(onCreated);
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className={styles.fields}>
        <TextInput
          label="Name"
          required
          data-autofocus
          autoComplete="off"
          value={values.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          error={errors.name !== undefined && <FieldError>{errors.name}</FieldError>}
        />
        <TextInput
          label="Slug"
          description="In addresses and in the API; it cannot be changed later"
          required
          autoComplete="off"
          spellCheck={false}
          value={values.slug}
          onChange={(event) => set({ slug: event.currentTarget.value })}
          error={errors.slug !== undefined && <FieldError>{errors.slug}</FieldError>}
        />
        <Textarea
          label="Description"
          rows={3}
          value={values.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
          error={errors.description !== undefined && <FieldError>{errors.description}</FieldError>}
        />
        {failure !== null && <FormFailure what="Could not create the project" failure={failure} />}
      </div>
      <footer className={styles.footer}>
        {children}
        <Button type="submit" loading={sending}>
          Create project
        </Button>
      </footer>
    </form>
  );
}
