import { Button, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { CreateChannelDocument, type ChannelKind } from '@/api/generated/alerts';
import { useChange } from '@/api/use-change';
import styles from '@/features/alerts/alerts.module.css';
import { SecretDialog } from '@/parts/apikey/SecretDialog';
import { Dialog } from '@/parts/Dialog';
import { FieldError, FormFailure } from '@/parts/form';
import { SelectField } from '@/parts/SelectField';
import { addressProblem, ADDRESS_HINTS } from './address';
import { OF_WEBHOOK } from './channel-confirms';
import { MemberBoxes } from './MemberBoxes';

interface CreateChannelDialogProps {
  readonly projectId: string;
  readonly onClose: () => void;
  readonly onCreated: () => void;
}

const KINDS: readonly { readonly value: ChannelKind; readonly label: string }[] = [
  { value: 'EMAIL', label: 'E-mail to members' },
  { value: 'WEBHOOK', label: 'Webhook, signed' },
  { value: 'SLACK', label: 'Slack, by an incoming webhook' },
];

/** Makes a channel; a webhook's secret is shown this once. */
export function CreateChannelDialog({ projectId, onClose, onCreated }: CreateChannelDialogProps) {
  const [kind, setKind] = useState<ChannelKind>('EMAIL');
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [memberIds, setMemberIds] = useState<readonly string[]>([]);
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const [secret, setSecret] = useState<string | null>(null);
  const { send, sending, failure, reset } = useChange(CreateChannelDocument);
  const errors: Readonly<Record<string, string>> = { ...(failure?.fields ?? {}), ...missing };
  const isPlaced = failure !== null && Object.keys(failure.fields).some((field) => PLACED.has(field));

  function changed() {
    setMissing({});
    reset();
  }

  async function create(event: SyntheticEvent) {
    event.preventDefault();
    const problem = kind === 'EMAIL' ? null : addressProblem(kind, address);
    const found = {
      ...(name.trim() === '' ? { name: 'What people call it' } : {}),
      ...(problem === null ? {} : { address: problem }),
      ...(kind === 'EMAIL' && memberIds.length === 0 ? { memberIds: 'At least one member' } : {}),
    };
    setMissing(found);
    if (Object.keys(found).length > 0) return;
    const done = await send({
      input: {
        projectId,
        kind,
        name: name.trim(),
        ...(kind === 'EMAIL' ? { memberIds: [...memberIds] } : { address: address.trim() }),
      },
    });
    if (done === null) return;
    onCreated();
    if (done.createChannel.secret === null) onClose();
    else setSecret(done.createChannel.secret);
  }

  if (secret !== null)
    return <SecretDialog title={`${name} is created`} secret={secret} lead={OF_WEBHOOK} onClose={onClose} />;
  return (
    <Dialog title="Create channel" opened onClose={onClose}>
      <form noValidate onSubmit={(event) => void create(event)}>
        <div className={styles.fields}>
          <SelectField
            label="Messages go"
            value={kind}
            options={KINDS}
            onChange={(value) => {
              setKind(value as ChannelKind);
              changed();
            }}
          />
          <TextInput
            label="Name"
            required
            data-autofocus
            autoComplete="off"
            maxLength={200}
            value={name}
            onChange={(event) => {
              setName(event.currentTarget.value);
              changed();
            }}
            error={shown(errors.name)}
          />
          {kind === 'EMAIL' ? (
            <MemberBoxes
              chosen={memberIds}
              onChange={(ids) => {
                setMemberIds(ids);
                changed();
              }}
              error={shown(errors.memberIds)}
            />
          ) : (
            <TextInput
              label="Address"
              description={ADDRESS_HINTS[kind]}
              required
              autoComplete="off"
              value={address}
              onChange={(event) => {
                setAddress(event.currentTarget.value);
                changed();
              }}
              error={shown(errors.address)}
            />
          )}
          {failure !== null && !isPlaced && (
            <FormFailure what="Could not create the channel" failure={failure} />
          )}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending}>
            Create channel
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

const PLACED = new Set(['name', 'address', 'memberIds']);

function shown(message: string | undefined) {
  return message === undefined ? null : <FieldError>{message}</FieldError>;
}
