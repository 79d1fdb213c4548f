import { TextInput } from '@mantine/core';
import { suggestSlug } from '@/format/slug';
import type { Form } from './use-form';
import { words } from './words';

interface Named {
  readonly name: string;
  readonly slug: string;
}

interface SlugFieldsProps<Values extends Named> {
  readonly form: Form<Values>;
  /** Where the slug is seen. */
  readonly description: string;
  readonly autoComplete?: string;
}

/** A name, and the slug that follows it until a person writes one. */
export function SlugFields<Values extends Named>(props: SlugFieldsProps<Values>) {
  const { form, description, autoComplete = 'off' } = props;
  const { name, slug } = form.values;

  function rename(next: string) {
    const follows = slug === suggestSlug(name);
    form.set({ name: next, ...(follows ? { slug: suggestSlug(next) } : {}) } as Partial<Values>);
  }

  return (
    <>
      <TextInput
        label={words.named.name}
        required
        autoComplete={autoComplete}
        {...form.text('name')}
        value={name}
        onChange={(event) => rename(event.currentTarget.value)}
      />
      <TextInput
        label={words.named.slug}
        description={description}
        required
        autoComplete="off"
        spellCheck={false}
        {...form.text('slug')}
        value={slug}
      />
    </>
  );
}
