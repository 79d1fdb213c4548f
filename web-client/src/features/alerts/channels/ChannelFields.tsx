import { TextInput } from '@mantine/core';
import type { ChannelKind } from '@/api/generated/alerts';
import { missing, type Errors, type Form } from '@/parts/form';
import { addressProblem } from './address';
import { MemberBoxes } from './MemberBoxes';
import { words } from './words';

const says = words.channelFields;

export interface ChannelValues {
  readonly kind: ChannelKind;
  readonly name: string;
  readonly address: string;
  readonly memberIds: readonly string[];
}

interface ChannelFieldsProps {
  readonly form: Pick<Form<ChannelValues>, 'values' | 'text' | 'field'>;
  readonly address: { readonly label: string; readonly description: string; readonly required: boolean };
}

/** What a channel is called, and where it leads: to members by mail, else to an address. */
export function ChannelFields({ form, address }: ChannelFieldsProps) {
  return (
    <>
      <TextInput
        label="Name"
        required
        data-autofocus
        autoComplete="off"
        maxLength={200}
        {...form.text('name')}
      />
      {form.values.kind === 'EMAIL' ? (
        <MemberBoxes chosen={form.values.memberIds} {...form.field('memberIds')} />
      ) : (
        <TextInput {...address} autoComplete="off" {...form.text('address')} />
      )}
    </>
  );
}

/** @param mayStay whether an address that is left empty stays as it is */
export function checkChannel(values: ChannelValues, mayStay: boolean): Errors {
  const named = missing(values, { name: says.needsName });
  if (values.kind === 'EMAIL')
    return values.memberIds.length > 0 ? named : { ...named, memberIds: says.needsMember };
  const stays = mayStay && values.address.trim() === '';
  const problem = stays ? null : addressProblem(values.kind, values.address);
  return problem === null ? named : { ...named, address: problem };
}
