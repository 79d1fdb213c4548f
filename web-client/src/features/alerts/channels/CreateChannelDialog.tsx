import { useState } from 'react';
import { CreateChannelDocument, type ChannelKind } from '@/api/generated/alerts';
import { SecretDialog } from '@/parts/apikey/SecretDialog';
import { FormDialog, useForm } from '@/parts/form';
import { SelectField } from '@/parts/SelectField';
import { ADDRESS_HINTS } from './address';
import { OF_WEBHOOK } from './channel-confirms';
import { ChannelFields, checkChannel, type ChannelValues } from './ChannelFields';
import { words } from './words';

const says = words.createChannelDialog;

interface CreateChannelDialogProps {
  readonly projectId: string;
  readonly onClose: () => void;
  readonly onCreated: () => void;
}

const KINDS: readonly { readonly value: ChannelKind; readonly label: string }[] = [
  { value: 'EMAIL', label: says.eMailToMembers },
  { value: 'WEBHOOK', label: says.webhookSigned },
  { value: 'SLACK', label: says.slackByAnIncoming },
];

/** Makes a channel; a webhook's secret is shown this once. */
export function CreateChannelDialog({ projectId, onClose, onCreated }: CreateChannelDialogProps) {
  const [secret, setSecret] = useState<string | null>(null);
  const form = useForm<ChannelValues>({
    of: null,
    values: () => ({ kind: 'EMAIL', name: '', address: '', memberIds: [] }),
    check: (values) => checkChannel(values, false),
    send: async ({ kind, name, address, memberIds }, { ask }) => {
      const where = kind === 'EMAIL' ? { memberIds: [...memberIds] } : { address: address.trim() };
      const input = { projectId, kind, name: name.trim(), ...where };
      const { createChannel } = await ask(CreateChannelDocument, { input });
      onCreated();
      if (createChannel.secret === null) onClose();
      else setSecret(createChannel.secret);
    },
  });
  const { kind, name } = form.values;
  if (secret !== null)
    return <SecretDialog title={says.isCreated(name)} secret={secret} lead={OF_WEBHOOK} onClose={onClose} />;
  return (
    <FormDialog
      title={says.createChannel}
      verb={says.createChannel}
      what={says.what}
      form={form}
      onClose={onClose}
    >
      <SelectField label={says.messagesGo} options={KINDS} {...form.field('kind')} />
      <ChannelFields
        form={form}
        address={{
          label: 'Address',
          description: kind === 'EMAIL' ? '' : ADDRESS_HINTS[kind],
          required: true,
        }}
      />
    </FormDialog>
  );
}
