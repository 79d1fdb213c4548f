import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { bytes } from '@/format/number';
import { List } from '@/parts/List';
import { Panel } from '@/parts/Panel';
import { State } from '@/parts/State';
import table from '@/parts/table.module.css';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import styles from './datasets.module.css';
import type { DatasetView } from './use-dataset';

/** All versions, the newest first; the one that is looked at is marked. */
export function VersionList({ view }: { readonly view: DatasetView }) {
  const { dataset, versions, version: open, moreVersions } = view;
  if (versions.length === 0) return null;
  return (
    <Panel title="Versions">
      <List label="Versions">
        {versions.map((version) => (
          <li key={version.id} className={styles.version} data-open={version.id === open?.id || undefined}>
            <Link
              to={paths.dataset(dataset.project.id, dataset.id, version.number)}
              preventScrollReset
              aria-current={version.id === open?.id ? 'true' : undefined}
            >
              v{version.number}
            </Link>
            <State name={version.status} />
            <span className="num t3 f12">{version.digest === null ? '' : bytes(version.sizeBytes)}</span>
            <span className="t3 f12">
              <When at={version.createdAt} />
            </span>
          </li>
        ))}
      </List>
      {moreVersions !== null && (
        <div className={table.note}>
          There are more.
          <Button variant="default" onClick={moreVersions}>
            Show more
          </Button>
        </div>
      )}
    </Panel>
  );
}
