import { UpdateChannelDocument } from '@/api/generated/alerts';
import type { ChannelLine } from '@/features/alerts/use-alerts';
import { counted } from '@/format/number';
import { FormDialog, useForm, type Difference } from '@/parts/form';
import { stateWord } from '@/parts/State';
import { ChannelFields, checkChannel, type ChannelValues } from './ChannelFields';
import { words } from './words';

const says = words.editChannelDialog;

interface EditChannelDialogProps {
  readonly channel: ChannelLine;
  readonly onClose: () => void;
  readonly onStale: () => void;
}

/** Changes what a channel is called and where it leads. Its address is shown to nobody: left empty, it stays. */
export function EditChannelDialog({ channel, onClose, onStale }: EditChannelDialogProps) {
  const form = useForm<ChannelValues, ChannelLine>({
    of: channel,
    values: ({ kind, name, memberIds }) => ({ kind, name, address: '', memberIds }),
    check: (values) => checkChannel(values, true),
    send: async ({ kind, name, address, memberIds }, { ask, of }) => {
      const input = {
        id: of.id,
        expectedVersion: of.version,
        name: name.trim(),
        ...(kind === 'EMAIL' ? { memberIds: [...memberIds] } : {}),
        ...(kind !== 'EMAIL' && address.trim() !== '' ? { address: address.trim() } : {}),
      };
      await ask(UpdateChannelDocument, { input });
      onClose();
    },
    onRefused: onStale,
    differences,
  });
  return (
    <FormDialog
      title={says.title(channel.name)}
      verb={says.verb}
      what={says.what}
      form={form}
      onClose={onClose}
    >
      <ChannelFields
        form={form}
        address={{
          label: says.label,
          description: says.hint(channel.host ?? says.itsHost),
          required: false,
        }}
      />
    </FormDialog>
  );
}

function differences(theirs: ChannelLine, { name, address, memberIds }: ChannelValues): Difference[] {
  const mailed = (ids: readonly string[]) => counted(ids.length, 'member', 'members');
  return [
    { label: 'Name', theirs: theirs.name, yours: name },
    { label: 'State', theirs: stateWord(theirs.status).toLowerCase(), yours: says.yours },
    theirs.kind === 'EMAIL'
      ? { label: 'Mails', theirs: mailed(theirs.memberIds), yours: mailed(memberIds) }
      : { label: 'Host', theirs: theirs.host ?? '', yours: address.trim() === '' ? says.yours : address },
  ];
}
