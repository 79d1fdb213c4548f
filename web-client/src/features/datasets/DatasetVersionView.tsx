import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import { SealDatasetVersionDocument, type DatasetVersionDetailFragment } from '@/api/generated/datasets';
import { bytes, count, counted, NO_VALUE, percent } from '@/format/number';
import { Banner } from '@/parts/Banner';
import { Confirm } from '@/parts/Confirm';
import { Icon } from '@/parts/Icon';
import { Strip, type Figure } from '@/parts/Strip';
import { FileTable } from './FileTable';
import { ProfileTable } from './ProfileTable';
import { UploadPanel } from './upload/UploadPanel';

interface DatasetVersionViewProps {
  readonly version: DatasetVersionDetailFragment;
  readonly moreFiles: (() => void) | null;
  readonly mayWrite: boolean;
  readonly onChanged: () => void;
}

/** What one version holds; while it is open, the way to fill and seal it. */
export function DatasetVersionView({ version, moreFiles, mayWrite, onChanged }: DatasetVersionViewProps) {
  const { number, status, rejection, profile } = version;
  const files = version.files.edges.map(({ node }) => node);
  const isOpen = status === 'OPEN';
  return (
    <>
      <Strip label={`Version ${number}`} figures={figures(version, moreFiles !== null)} />
      {status === 'REJECTED' && (
        <Banner tone="bad">
          v{number} was rejected: {rejection ?? 'the platform gave no reason'}. Runs cannot read it; open a
          new version with what is mended.
        </Banner>
      )}
      {status === 'SEALED' && (
        <Banner tone="info">v{number} is sealed; its profile is being computed.</Banner>
      )}
      {isOpen && mayWrite && <UploadPanel versionId={version.id} number={number} onArrived={onChanged} />}
      <FileTable
        files={files}
        more={moreFiles}
        action={isOpen && mayWrite && <Seal version={version} onSealed={onChanged} />}
      />
      {profile !== null && <ProfileTable profile={profile} />}
    </>
  );
}

function figures(version: DatasetVersionDetailFragment, hasMoreFiles: boolean): Figure[] {
  const { number, profile, sizeBytes, files, digest } = version;
  const cells = profile === null ? 0 : profile.rows * profile.columns.length;
  const missing = profile?.columns.reduce((sum, column) => sum + column.missing, 0) ?? 0;
  const total = digest === null ? files.edges.reduce((sum, { node }) => sum + node.sizeBytes, 0) : sizeBytes;
  return [
    { label: 'Version', value: `v${number}`, context: [`by ${version.createdBy}`] },
    {
      label: 'Rows',
      value: profile === null ? NO_VALUE : count(profile.rows),
      context: [profileState(version)],
    },
    {
      label: 'Columns',
      value: profile === null ? NO_VALUE : count(profile.columns.length),
      context: [profile === null ? 'none without a profile' : types(profile.columns)],
    },
    {
      label: 'Missing',
      value: profile === null ? NO_VALUE : percent(cells === 0 ? 0 : missing / cells, 1),
      context: [profile === null ? 'none without a profile' : counted(missing, 'value', 'values')],
    },
    {
      label: 'Size',
      value: bytes(total),
      context: [`${hasMoreFiles ? 'more than ' : ''}${counted(files.edges.length, 'file', 'files')}`],
    },
    {
      label: 'Digest',
      value: digest === null ? NO_VALUE : <span className="mono">{shortDigest(digest)}</span>,
      context: [digest === null ? 'none until it is sealed' : 'of all files'],
    },
  ];
}

function profileState({ status }: DatasetVersionDetailFragment): string {
  if (status === 'OPEN') return 'counted once it is sealed';
  if (status === 'SEALED') return 'being counted';
  return status === 'REJECTED' ? 'rejected' : 'in all files';
}

function types(columns: readonly { readonly type: string }[]): string {
  const kinds = new Set(columns.map(({ type }) => type.toLowerCase()));
  return [...kinds].slice(0, 2).join(', ') + (kinds.size > 2 ? ', …' : '');
}

/** `sha256:5be0…91c4`, without what every digest begins with. */
function shortDigest(digest: string): string {
  const hex = digest.slice(digest.indexOf(':') + 1);
  return hex.length > 12 ? `${hex.slice(0, 6)}…${hex.slice(-4)}` : hex;
}

interface SealProps {
  readonly version: DatasetVersionDetailFragment;
  readonly onSealed: () => void;
}

function Seal({ version: { id, number, files }, onSealed }: SealProps) {
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [requestKey, setRequestKey] = useState(newIdempotencyKey);
  const [{ fetching }, seal] = useMutation(SealDatasetVersionDocument);

  async function send() {
    const { error } = await seal({ id }, idempotent(requestKey));
    // A refusal stands under its key: what is tried next is another request.
    setRequestKey(newIdempotencyKey());
    if (error !== undefined) setFailure(toFailure(error));
    else {
      setAsking(false);
      onSealed();
    }
  }

  return (
    <>
      <Button
        leftSection={<Icon name="box" size={14} />}
        disabled={files.edges.length === 0}
        onClick={() => {
          setFailure(null);
          setAsking(true);
        }}
      >
        Seal v{number}
      </Button>
      <Confirm
        title={`Seal v${number}?`}
        verb={`Seal v${number}`}
        opened={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => void send()}
        sending={fetching}
        failure={failure}
        harmless
      >
        <p>
          {counted(files.edges.length, 'file', 'files')} become final and get a digest; nothing can be added
          or changed afterwards. Runs can read the version at once, and its profile follows in a moment.
        </p>
      </Confirm>
    </>
  );
}
