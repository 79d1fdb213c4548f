import { Button, Textarea, TextInput } from '@mantine/core';
import type { ChangeEvent, ReactNode } from 'react';
import type { ProjectRowFragment } from '@/api/generated/projects';
import { suggestSlug } from '@/format/slug';
import { FormFailure } from '@/parts/form';
import { needed } from '@/parts/use-request-form';
import styles from './ProjectForm.module.css';
import { useProjectForm } from './use-project-form';

interface ProjectFormProps {
  readonly onCreated: (project: ProjectRowFragment) => void;
  /** Beside the primary button, such as Cancel. */
  readonly children?: ReactNode;
}

/** Name, slug and description of a new project; what the platform refuses stands under its field. */
export function ProjectForm({ onCreated, children }: ProjectFormProps) {
  const { field, form, failure, sending, submit } = useProjectForm(onCreated);
  const { dirtyFields, isSubmitted } = form.formState;

  /** The slug follows the name until a person writes one. */
  function suggest(name: string) {
    if (dirtyFields.slug === true) return;
    form.setValue('slug', suggestSlug(name), { shouldValidate: isSubmitted });
  }

  return (
    <form noValidate className={styles.form} onSubmit={submit}>
      <div className={styles.fields}>
        <TextInput
          label="Name"
          required
          data-autofocus
          autoComplete="off"
          {...field('name', {
            ...needed('A project needs a name'),
            onChange: (event: ChangeEvent<HTMLInputElement>) => suggest(event.target.value),
          })}
        />
        <TextInput
          label="Slug"
          description="In addresses and in the API; it cannot be changed later"
          required
          autoComplete="off"
          spellCheck={false}
          {...field('slug', needed('A project needs a slug'))}
        />
        <Textarea label="Description" rows={3} {...field('description')} />
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
