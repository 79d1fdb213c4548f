import { Textarea } from '@mantine/core';
import type { Form } from '@/parts/form';
import { SlugFields } from '@/parts/form/SlugFields';
import type { ProjectValues } from './use-project-form';
import { words } from './words';

/** Name, slug and description of a new project. */
export function ProjectFields({ form }: { readonly form: Form<ProjectValues> }) {
  return (
    <>
      <SlugFields form={form} description={words.slug} />
      <Textarea label={words.description} rows={3} {...form.text('description')} />
    </>
  );
}
