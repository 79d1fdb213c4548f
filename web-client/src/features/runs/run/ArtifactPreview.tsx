import { ActionIcon, Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ArtifactRowFragment } from '@/api/generated/runs';
import { ownDoor } from '@/api/own-door';
import { Icon } from '@/parts/Icon';
import { DownloadLink } from './Artifacts';
import { loadPreview, MAX_IMAGE_BYTES, previewKind, type Preview } from './preview';
import styles from './run.module.css';
import { words } from './words';

const says = words.preview;

interface ArtifactPreviewProps {
  readonly artifact: ArtifactRowFragment;
  readonly onClose: () => void;
  readonly onRegister: (() => void) | null;
}

/** A look into one file: text, JSON, a table's first rows, a picture. */
export function ArtifactPreview({ artifact, onClose, onRegister }: ArtifactPreviewProps) {
  const { path, downloadUrl } = artifact;
  return (
    <section className={styles.preview} aria-label={says.of(path)}>
      <header>
        <span className="cut mono" title={path}>
          {path}
        </span>
        {onRegister !== null && (
          <Button variant="default" onClick={onRegister}>
            {says.register}
          </Button>
        )}
        {downloadUrl !== null && <DownloadLink url={ownDoor(downloadUrl)} path={path} />}
        <ActionIcon variant="subtle" aria-label={says.close} onClick={onClose}>
          <Icon name="close" size={14} />
        </ActionIcon>
      </header>
      <Content artifact={artifact} />
    </section>
  );
}

function Content({ artifact: { path, downloadUrl, sizeBytes } }: { readonly artifact: ArtifactRowFragment }) {
  const [preview, setPreview] = useState<Preview | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const size = sizeBytes ?? 0;
  const kind = previewKind(path);
  const isTooLarge = kind === 'image' && size > MAX_IMAGE_BYTES;
  const isShown = kind !== null && !isTooLarge && downloadUrl !== null;

  useEffect(() => {
    if (!isShown) return;
    let gone = false;
    loadPreview(path, downloadUrl, size).then(
      (loaded) => !gone && setPreview(loaded),
      (reason: unknown) => !gone && setProblem(reason instanceof Error ? reason.message : says.notRead),
    );
    return () => {
      gone = true;
    };
  }, [isShown, path, downloadUrl, size]);

  if (!isShown) {
    return <p className={styles.said}>{isTooLarge ? says.tooLarge : says.noPreview}</p>;
  }
  if (problem !== null) return <p className={styles.said}>{problem}</p>;
  if (preview === null) return <p className={styles.said}>{says.loading}</p>;
  return <Shown preview={preview} path={path} />;
}

function Shown({ preview, path }: { readonly preview: Preview; readonly path: string }) {
  if (preview.kind === 'image') return <img src={preview.address} alt={path} />;
  const cut = preview.isCut && <p className={styles.said}>{says.cut}</p>;
  if (preview.kind === 'text') {
    return (
      <>
        <pre tabIndex={0} role="region" aria-label={says.content(path)}>
          {preview.text}
        </pre>
        {cut}
      </>
    );
  }
  const [head = [], ...rows] = preview.rows;
  return (
    <>
      <div className={styles.sheet} tabIndex={0} role="region" aria-label={says.rows(path)}>
        <table>
          <thead>
            <tr>
              {head.map((cell, index) => (
                <th key={index} scope="col">
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {cut}
    </>
  );
}
