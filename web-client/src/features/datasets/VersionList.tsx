import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { bytes } from '@/format/number';
import { List } from '@/parts/List';
import { Panel } from '@/parts/Panel';
import table from '@/parts/table.module.css';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import styles from './datasets.module.css';
import type { DatasetView } from './use-dataset';
import { VersionState } from './VersionState';
import { words } from './words';

const says = words.versionList;

/** So many are shown at first: a data set has more versions than a page has lines. */
const SHOWN = 10;

/** The newest versions, then all; the one that is looked at is marked. */
export function VersionList({ view }: { readonly view: DatasetView }) {
  const { projectId, dataset, versions, version: open, moreVersions } = view;
  const [showsAll, setShowsAll] = useState(false);
  if (versions.length === 0) return null;
  const isWhole = showsAll || versions.length <= SHOWN + 1;
  const shown = versions.filter((version, index) => isWhole || index < SHOWN || version.id === open?.id);
  return (
    <Panel title="Versions" end={`${versions.length}${moreVersions === null ? '' : says.andMore}`}>
      <List label="Versions">
        {shown.map((version) => (
          <li key={version.id} className={styles.version} data-open={version.id === open?.id || undefined}>
            <Link
              to={paths.dataset(projectId, dataset.id, version.number)}
              preventScrollReset
              aria-current={version.id === open?.id ? 'true' : undefined}
            >
              v{version.number}
            </Link>
            <VersionState version={version} />
            <span className="num t3 f12">{version.digest === null ? '' : bytes(version.sizeBytes)}</span>
            <span className="t3 f12">
              <When at={version.createdAt} />
            </span>
          </li>
        ))}
      </List>
      {!isWhole && (
        <div className={table.note}>
          <Button variant="subtle" onClick={() => setShowsAll(true)}>
            {says.showAll(versions.length)}
          </Button>
        </div>
      )}
      {isWhole && moreVersions !== null && (
        <div className={table.note}>
          {says.thereAreMore}
          <Button variant="default" onClick={moreVersions}>
            {says.showMore}
          </Button>
        </div>
      )}
    </Panel>
  );
}
