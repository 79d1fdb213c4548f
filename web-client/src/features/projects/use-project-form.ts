import { useState } from 'react';
import { useMutation } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import { CreateProjectDocument, type ProjectRowFragment } from '@/api/generated/projects';
import { suggestSlug } from './slug';

export interface ProjectValues {
  readonly name: string;
  readonly slug: string;
  readonly description: string;
}

type FieldErrors = Partial<Record<keyof ProjectValues, string>>;

const BLANK: ProjectValues = { name: '', slug: '', description: '' };

/** State of the form for a new project. The slug follows the name until a person writes one. */
export function useProjectForm(onCreated: (project: ProjectRowFragment) => void) {
  const [values, setValues] = useState(BLANK);
  const [ownSlug, setOwnSlug] = useState(false);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  const [requestKey, setRequestKey] = useState(newIdempotencyKey);
  const [{ fetching }, create] = useMutation(CreateProjectDocument);

  function set(change: Partial<ProjectValues>) {
    if (change.slug !== undefined) setOwnSlug(change.slug !== '');
    const slugFollows = change.name !== undefined && !ownSlug;
    const next = { ...values, ...change, ...(slugFollows ? { slug: suggestSlug(change.name ?? '') } : {}) };
    setValues(next);
    setErrors((before) => withoutChanged(before, values, next));
    setFailure(null);
    setRequestKey(newIdempotencyKey());
  }

  async function send() {
    const missing = missingFields(values);
    setErrors(missing);
    setFailure(null);
    if (Object.keys(missing).length > 0 || fetching) return;

    const { data, error } = await create({ input: toInput(values) }, idempotent(requestKey));
    const created = data?.createProject;
    if (created !== undefined) {
      onCreated(created);
      return;
    }
    const refused = error === undefined ? null : toFailure(error);
    const placed = pick(refused?.fields ?? {});
    setErrors(placed);
    setFailure(Object.keys(placed).length > 0 ? null : refused);
  }

  return { values, set, errors, failure, sending: fetching, send };
}

function toInput({ name, slug, description }: ProjectValues) {
  const text = description.trim();
  return { name: name.trim(), slug: slug.trim(), description: text === '' ? null : text };
}

function missingFields({ name, slug }: ProjectValues): FieldErrors {
  return {
    ...(name.trim() === '' ? { name: 'A project needs a name' } : {}),
    ...(slug.trim() === '' ? { slug: 'A project needs a slug' } : {}),
  };
}

/** What the platform said of fields this form has; the rest is shown for the form as a whole. */
function pick(fields: Readonly<Record<string, string>>): FieldErrors {
  const found: FieldErrors = {};
  for (const name of ['name', 'slug', 'description'] as const) {
    const message = fields[name];
    if (message !== undefined) found[name] = message;
  }
  return found;
}

function withoutChanged(errors: FieldErrors, before: ProjectValues, after: ProjectValues): FieldErrors {
  const kept: FieldErrors = {};
  for (const name of ['name', 'slug', 'description'] as const) {
    const message = errors[name];
    if (message !== undefined && before[name] === after[name]) kept[name] = message;
  }
  return kept;
}
