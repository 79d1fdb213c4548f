import { Textarea, TextInput } from '@mantine/core';
import { useClient } from 'urql';
import { RunAsItIsDocument, UpdateRunDocument, type RunSaidFragment } from '@/api/generated/runs';
import { words } from '@/features/runs/words';
import { NO_VALUE } from '@/format/number';
import { FormDialog, missing, useForm } from '@/parts/form';
import { TagsField } from './TagsField';
import { flawOfTags, tagChanges, type Tag } from './tags';

const says = words.edit;

interface Values {
  readonly name: string;
  readonly note: string;
  readonly tags: readonly Tag[];
}

/** What of a run a person came to change: that field has the focus. */
export type EditedPart = keyof Values;

interface EditRunDialogProps {
  readonly run: RunSaidFragment;
  readonly first: EditedPart;
  readonly onClose: () => void;
}

/** Name, note and tags, all in one change. Who was slower sees what the other wrote, and decides. */
export function EditRunDialog({ run, first, onClose }: EditRunDialogProps) {
  const client = useClient();
  const form = useForm<Values, RunSaidFragment>({
    of: run,
    values: ({ name, note, tags }) => ({ name, note: note ?? '', tags: tags.map(tagOf) }),
    check: ({ tags, ...values }) => ({ ...missing(values, { name: says.needsName }), ...flawOfTags(tags) }),
    send: async ({ name, note, tags }, { ask, of }) => {
      const input = { id: of.id, name: name.trim(), note: note.trim(), ...tagChanges(of.tags, tags) };
      await ask(UpdateRunDocument, { input: { ...input, expectedVersion: of.version } });
      onClose();
    },
    reload: async () => {
      const { data } = await client
        .query(RunAsItIsDocument, { id: run.id }, { requestPolicy: 'network-only' })
        .toPromise();
      return data?.node?.__typename === 'Run' ? data.node : null;
    },
    differences: (theirs, yours) => [
      { label: says.name, theirs: theirs.name, yours: yours.name },
      { label: says.note, theirs: theirs.note ?? NO_VALUE, yours: yours.note || NO_VALUE },
      { label: says.tags, theirs: inLine(theirs.tags), yours: inLine(yours.tags) },
    ],
  });
  const takesFocus = (part: EditedPart) => (part === first ? { 'data-autofocus': true } : {});
  return (
    <FormDialog title={says.title(run.name)} verb={says.save} what={says.what} form={form} onClose={onClose}>
      <TextInput
        label={says.name}
        required
        maxLength={200}
        autoComplete="off"
        {...takesFocus('name')}
        {...form.text('name')}
      />
      <Textarea
        label={says.note}
        description={says.noteHint}
        rows={4}
        maxLength={10_000}
        {...takesFocus('note')}
        {...form.text('note')}
      />
      <TagsField takesFocus={first === 'tags'} {...form.field('tags')} />
    </FormDialog>
  );
}

function tagOf({ key, value }: Tag): Tag {
  return { key, value };
}

function inLine(tags: readonly Tag[]): string {
  return tags.length === 0 ? NO_VALUE : tags.map(({ key, value }) => `${key}: ${value}`).join(', ');
}
