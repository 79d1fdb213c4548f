import { useMutation } from 'urql';
import { toFailure } from '@/api/failure';
import { CreateProjectDocument, type ProjectRowFragment } from '@/api/generated/projects';
import { useRequestForm } from '@/parts/use-request-form';

export interface ProjectValues {
  readonly name: string;
  readonly slug: string;
  readonly description: string;
}

const BLANK: ProjectValues = { name: '', slug: '', description: '' };

/** The form for a new project. */
export function useProjectForm(onCreated: (project: ProjectRowFragment) => void) {
  const [, create] = useMutation(CreateProjectDocument);
  return useRequestForm<ProjectValues>(BLANK, async (values, once) => {
    const { data, error } = await create({ input: toInput(values) }, once);
    if (error !== undefined) return toFailure(error);
    if (data !== undefined) onCreated(data.createProject);
    return null;
  });
}

function toInput({ name, slug, description }: ProjectValues) {
  const text = description.trim();
  return { name: name.trim(), slug: slug.trim(), description: text === '' ? null : text };
}
