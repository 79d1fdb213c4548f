import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { DatasetFileRowFragment } from '@/api/generated/datasets';
import { ownDoor } from '@/api/own-door';
import { bytes } from '@/format/number';
import { Digest } from '@/parts/Digest';
import { Icon } from '@/parts/Icon';
import { Panel } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import table from '@/parts/table.module.css';
import { words } from './words';

const says = words.fileTable;

interface FileTableProps {
  readonly files: readonly DatasetFileRowFragment[];
  /** Said where there are none. */
  readonly none: string;
  /** Whether there were some. */
  readonly areGone?: boolean;
  /** Null when all are shown. */
  readonly more: (() => void) | null;
  readonly action?: ReactNode;
}

export function FileTable({ files, none, areGone = false, more, action }: FileTableProps) {
  return (
    <Panel title="Files" end={action}>
      {files.length === 0 ? (
        <Empty title={areGone ? says.noFilesAnyMore : says.noFilesYet}>
          <p>{none}</p>
        </Empty>
      ) : (
        <table className={table.table}>
          <caption className="sr">Files</caption>
          <thead>
            <tr>
              <th scope="col">Path</th>
              <th scope="col" className="only-wide">
                Digest
              </th>
              <th scope="col" data-figures>
                Size
              </th>
              <th scope="col">
                <span className="sr">Download</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {files.map(({ path, digest, sizeBytes, downloadUrl }) => (
              <tr key={path}>
                <td data-name>
                  <div className="cut mono" title={path}>
                    {path}
                  </div>
                </td>
                <td className="only-wide">
                  <Digest digest={digest} of={path} />
                </td>
                <td data-figures>{bytes(sizeBytes)}</td>
                <td data-figures>
                  <Button
                    component="a"
                    variant="subtle"
                    href={ownDoor(downloadUrl)}
                    download
                    aria-label={says.label(path)}
                    leftSection={<Icon name="download" size={14} />}
                  >
                    <span className="only-wide">Download</span>
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {more !== null && (
        <div className={table.note}>
          {says.thereAreMore}
          <Button variant="default" onClick={more}>
            {says.showMore}
          </Button>
        </div>
      )}
    </Panel>
  );
}
