import { Button } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { RunArtifactsDocument, type ArtifactRowFragment } from '@/api/generated/runs';
import { bytes } from '@/format/number';
import { Icon } from '@/parts/Icon';
import { Panel, PanelBody } from '@/parts/Panel';
import { Failed, Skeleton } from '@/parts/states';
import { ArtifactPreview } from './ArtifactPreview';
import styles from './run.module.css';
import { words } from './words';

const says = words.artifacts;

interface ArtifactsProps {
  readonly runId: string;
  /** What lies at the top. */
  readonly artifacts: readonly ArtifactRowFragment[];
  readonly isActive: boolean;
  /** Null where a model cannot be registered: the run has not finished well, or the person may not. */
  readonly onRegister: ((path: string) => void) | null;
}

/** Files that the run left, folder by folder, each with a look inside. */
export function Artifacts({ runId, artifacts, isActive, onRegister }: ArtifactsProps) {
  const [open, setOpen] = useState<ArtifactRowFragment | null>(null);
  const size = artifacts.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
  return (
    <Panel
      title={says.title}
      end={artifacts.length === 0 ? undefined : says.entries(artifacts.length, bytes(size))}
    >
      {artifacts.length === 0 ? (
        <PanelBody>
          <p className="t3">{isActive ? says.noneYet : says.none}</p>
        </PanelBody>
      ) : (
        <div className={styles.tree}>
          <Folder runId={runId} entries={artifacts} open={open} onOpen={setOpen} />
        </div>
      )}
      {open !== null && (
        <ArtifactPreview
          key={open.path}
          artifact={open}
          onClose={() => setOpen(null)}
          onRegister={onRegister !== null && mayHoldModel(open) ? () => onRegister(open.path) : null}
        />
      )}
    </Panel>
  );
}

/** The platform registers ONNX files, or folders that hold one. */
function mayHoldModel({ path, folder }: ArtifactRowFragment): boolean {
  return folder || path.endsWith('.onnx');
}

interface FolderProps {
  readonly runId: string;
  readonly entries: readonly ArtifactRowFragment[];
  readonly open: ArtifactRowFragment | null;
  readonly onOpen: (artifact: ArtifactRowFragment | null) => void;
}

function Folder({ runId, entries, open, onOpen }: FolderProps) {
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  function toggle(path: string) {
    const next = new Set(unfolded);
    if (!next.delete(path)) next.add(path);
    setUnfolded(next);
  }
  return (
    <ul>
      {entries.map((entry) => {
        const { path, folder, sizeBytes } = entry;
        const isUnfolded = unfolded.has(path);
        const isOpen = open?.path === path;
        return (
          <li key={path}>
            <button
              type="button"
              className={styles.entry}
              {...(folder ? { 'aria-expanded': isUnfolded } : { 'aria-pressed': isOpen })}
              onClick={() => {
                if (folder) toggle(path);
                else onOpen(isOpen ? null : entry);
              }}
            >
              <Icon name={folder ? (isUnfolded ? 'down' : 'right') : 'box'} size={14} />
              <span className="cut mono" title={path}>
                {path.slice(path.lastIndexOf('/') + 1)}
              </span>
              <span className={`num ${styles.size ?? ''}`}>{sizeBytes === null ? '' : bytes(sizeBytes)}</span>
            </button>
            {isUnfolded && <Subfolder runId={runId} path={path} open={open} onOpen={onOpen} />}
          </li>
        );
      })}
    </ul>
  );
}

interface SubfolderProps extends Omit<FolderProps, 'entries'> {
  readonly path: string;
}

function Subfolder({ runId, path, open, onOpen }: SubfolderProps) {
  const [{ data, error }, ask] = useQuery({ query: RunArtifactsDocument, variables: { id: runId, path } });
  if (error !== undefined) {
    return (
      <Failed
        what={says.notLoaded(path)}
        failure={toFailure(error)}
        onRetry={() => ask({ requestPolicy: 'network-only' })}
      />
    );
  }
  const entries = data?.node?.__typename === 'Run' ? data.node.artifacts : undefined;
  if (entries === undefined) {
    return (
      <PanelBody>
        <Skeleton width={160} />
      </PanelBody>
    );
  }
  return <Folder runId={runId} entries={entries} open={open} onOpen={onOpen} />;
}

export function DownloadLink({ url, path }: { readonly url: string; readonly path: string }) {
  return (
    <Button
      component="a"
      variant="subtle"
      href={url}
      download
      aria-label={says.downloadOf(path)}
      leftSection={<Icon name="download" size={14} />}
    >
      {says.download}
    </Button>
  );
}
