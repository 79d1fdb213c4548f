import { ArchiveModelVersionDocument, type PassportFragment } from '@/api/generated/models';
import { Confirm, useConfirm } from '@/parts/form';
import { aliasesOf, type ModelDetail, type Served } from './model';

interface ArchiveDialogProps {
  readonly model: ModelDetail;
  readonly version: PassportFragment;
  readonly live: readonly Served[];
  readonly onClose: () => void;
  readonly onConflict: () => void;
}

export function ArchiveDialog({ model, version, live, onClose, onConflict }: ArchiveDialogProps) {
  const input = { id: version.id, expectedVersion: version.version };
  const form = useConfirm(ArchiveModelVersionDocument, { input }, onClose);
  const aliases = aliasesOf(model.aliases, version.id);
  return (
    <Confirm
      title={`Archive ${model.name} v${version.number}?`}
      verb={`Archive v${version.number}`}
      form={form}
      onClose={() => {
        if (form.failure?.code === 'CONFLICT') onConflict();
        onClose();
      }}
      disabled={aliases.length > 0}
    >
      {aliases.length > 0 && (
        <p>
          <b className="med">
            {aliases.length === 1
              ? `The alias ${aliases.join()} points`
              : `The aliases ${aliases.join(', ')} point`}{' '}
            at it.
          </b>{' '}
          Move {aliases.length === 1 ? 'it' : 'them'} to another version first.
        </p>
      )}
      <p>
        It can then no more be deployed or get an alias, for good. Its files and its passport stay.{' '}
        {live.length === 0
          ? 'No endpoint serves it now.'
          : `${live.map(({ endpoint, revision }) => `${endpoint.name} r${revision.number}`).join(', ')} ${live.length === 1 ? 'goes' : 'go'} on serving it, at ${live.map(({ revision }) => `${revision.weight} %`).join(', ')} of the traffic.`}
      </p>
    </Confirm>
  );
}
