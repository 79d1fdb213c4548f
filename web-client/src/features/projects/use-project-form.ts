import { CreateProjectDocument, type ProjectRowFragment } from '@/api/generated/projects';
import { missing, useForm } from '@/parts/form';
import { words } from './words';

export interface ProjectValues {
  readonly name: string;
  readonly slug: string;
  readonly description: string;
}

/** The form for a new project. */
export function useProjectForm(onCreated: (project: ProjectRowFragment) => void) {
  return useForm<ProjectValues>({
    of: null,
    values: () => ({ name: '', slug: '', description: '' }),
    check: (values) => missing(values, { name: words.needsName, slug: words.needsSlug }),
    send: async (values, { ask }) => {
      const { createProject } = await ask(CreateProjectDocument, { input: toInput(values) });
      onCreated(createProject);
    },
  });
}

function toInput({ name, slug, description }: ProjectValues) {
  const text = description.trim();
  return { name: name.trim(), slug: slug.trim(), description: text === '' ? null : text };
}
