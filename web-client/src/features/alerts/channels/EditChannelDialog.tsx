import { Button, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { UpdateChannelDocument } from '@/api/generated/alerts';
import { useChange } from '@/api/use-change';
import styles from '@/features/alerts/alerts.module.css';
import type { ChannelLine } from '@/features/alerts/use-alerts';
import { counted } from '@/format/number';
import { Dialog } from '@/parts/Dialog';
import { FieldError, FormFailure } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { stateWord } from '@/parts/State';
import { addressProblem } from './address';
import { MemberBoxes } from './MemberBoxes';

interface EditChannelDialogProps {
  readonly channel: ChannelLine;
  readonly onClose: () => void;
  readonly onStale: () => void;
}

/** Changes what a channel is called and where it leads. Its address is shown to nobody: left empty, it stays. */
export function EditChannelDialog({ channel, onClose, onStale }: EditChannelDialogProps) {
  const [seen] = useState(channel.version);
  const [name, setName] = useState(channel.name);
  const [address, setAddress] = useState('');
  const [memberIds, setMemberIds] = useState<readonly string[]>(channel.memberIds);
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const { send, sending, failure, reset } = useChange(UpdateChannelDocument);
  const errors: Readonly<Record<string, string>> = { ...(failure?.fields ?? {}), ...missing };
  const isStale = channel.version !== seen;
  const isMail = channel.kind === 'EMAIL';
  const isPlaced = failure !== null && Object.keys(failure.fields).some((field) => PLACED.has(field));

  function changed() {
    setMissing({});
    reset();
  }

  async function save(event: SyntheticEvent) {
    event.preventDefault();
    const problem = isMail || address.trim() === '' ? null : addressProblem(channel.kind, address);
    const found = {
      ...(name.trim() === '' ? { name: 'What people call it' } : {}),
      ...(problem === null ? {} : { address: problem }),
      ...(isMail && memberIds.length === 0 ? { memberIds: 'At least one member' } : {}),
    };
    setMissing(found);
    if (Object.keys(found).length > 0) return;
    const done = await send({
      input: {
        id: channel.id,
        expectedVersion: channel.version,
        name: name.trim(),
        ...(isMail ? { memberIds: [...memberIds] } : {}),
        ...(!isMail && address.trim() !== '' ? { address: address.trim() } : {}),
      },
    });
    if (done !== null) onClose();
    else onStale();
  }

  return (
    <Dialog title={`Edit ${channel.name}`} opened onClose={onClose}>
      <form noValidate onSubmit={(event) => void save(event)}>
        <div className={styles.fields}>
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
          {isMail ? (
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
              label="New address"
              description={`Left empty, it stays at ${channel.host ?? 'its host'}; what waits goes to the new one, too`}
              autoComplete="off"
              value={address}
              onChange={(event) => {
                setAddress(event.currentTarget.value);
                changed();
              }}
              error={shown(errors.address)}
            />
          )}
          {isStale && (
            <div role="alert" className={styles.theirs}>
              <p className="med">Someone else changed it meanwhile</p>
              <KeyValue
                facts={[
                  { label: 'It is called now', value: channel.name },
                  { label: 'It is now', value: stateWord(channel.status).toLowerCase() },
                  isMail
                    ? { label: 'It mails now', value: counted(channel.memberIds.length, 'member', 'members') }
                    : { label: 'Its host is now', value: channel.host ?? '' },
                ]}
              />
            </div>
          )}
          {failure !== null && !isPlaced && !(failure.code === 'CONFLICT' && isStale) && (
            <FormFailure what="Could not save the channel" failure={failure} />
          )}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            {isStale ? 'Keep theirs' : 'Cancel'}
          </Button>
          <Button type="submit" loading={sending}>
            {isStale ? 'Save mine' : 'Save channel'}
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
