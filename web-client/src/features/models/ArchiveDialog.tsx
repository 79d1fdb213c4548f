import { ArchiveModelVersionDocument, type PassportFragment } from '@/api/generated/models';
import { Confirm, useConfirm } from '@/parts/form';
import { aliasesOf, type ModelDetail, type Served } from './model';
import { words } from './words';

const says = words.archiveDialog;

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
      title={says.title(model.name, version.number)}
      verb={says.verb(version.number)}
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
            {says.pointsAtIt(
              aliases.length === 1 ? says.aliasPoints(aliases.join()) : says.aliasesPoint(aliases.join(', ')),
            )}
          </b>{' '}
          {says.moveToAnotherVersion(aliases.length)}
        </p>
      )}
      <p>
        {says.forGood(
          live.length === 0
            ? says.noEndpointServes
            : says.stillServed(
                live.map(({ endpoint, revision }) => `${endpoint.name} r${revision.number}`).join(', '),
                live.length,
                live.map(({ revision }) => `${revision.weight} %`).join(', '),
              ),
        )}
      </p>
    </Confirm>
  );
}
