import { Button } from '@mantine/core';
import { useState } from 'react';
import type { DatasetView } from '@/features/datasets/use-dataset';
import { Banner } from '@/parts/Banner';
import { Icon } from '@/parts/Icon';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty, Failed, Hidden, Skeleton, Snippet } from '@/parts/states';
import { CollectorView } from './CollectorView';
import { CreateCollectorDialog } from './CreateCollectorDialog';
import { useCollector } from './use-collector';
import { words } from './words';

const says = words.collectionTab;

interface CollectionTabProps {
  readonly view: DatasetView;
  readonly mayWrite: boolean;
  /** The data set may have another version soon. */
  readonly onChanged: () => void;
}

const SAID = {
  ended: says.ended,
  gone: says.gone,
  'there already': says.somebodyCreatedACollector,
} as const;

/** How events come into a data set over HTTP. */
export function CollectionTab({ view, mayWrite, onChanged }: CollectionTabProps) {
  const { dataset } = view;
  const { collector, failure, hidden, again } = useCollector(dataset.id);
  const [creating, setCreating] = useState(false);
  const [said, setSaid] = useState<keyof typeof SAID | null>(null);
  const [known, setKnown] = useState<string | null>(null);
  // It was there while the page was open, and nobody here has ended it.
  if (collector != null && collector.id !== known) setKnown(collector.id);
  if (collector === null && known !== null) {
    setKnown(null);
    if (said !== 'ended') setSaid('gone');
  }

  if (collector === undefined) {
    return (
      <Panel>
        {hidden ? (
          <Hidden />
        ) : failure !== null ? (
          <Failed what={says.couldNotLoad} failure={failure} onRetry={again} />
        ) : (
          <Loading />
        )}
      </Panel>
    );
  }

  return (
    <>
      {said !== null && <Banner tone="info">{SAID[said]}</Banner>}
      {failure !== null && (
        <Panel>
          <Failed what={says.couldNotReload} failure={failure} onRetry={again} />
        </Panel>
      )}
      {collector === null ? (
        <Panel>
          <Empty title={says.title}>
            <p>{says.collectorGives}</p>
            {mayWrite && (
              <Button
                leftSection={<Icon name="plus" size={14} />}
                onClick={() => {
                  setSaid(null);
                  setCreating(true);
                }}
              >
                {says.collectEvents}
              </Button>
            )}
            <Snippet>{'mutation($i: CreateCollectorInput!) { createCollector(input: $i) { url } }'}</Snippet>
          </Empty>
        </Panel>
      ) : (
        <CollectorView
          key={collector.id}
          view={view}
          collector={collector}
          mayWrite={mayWrite}
          onStale={again}
          onEnded={() => {
            setSaid('ended');
            again();
            onChanged();
          }}
        />
      )}
      {creating && (
        <CreateCollectorDialog
          datasetId={dataset.id}
          onClose={() => setCreating(false)}
          onDone={(outcome) => {
            setCreating(false);
            setSaid(outcome === 'created' ? null : outcome);
            again();
          }}
        />
      )}
    </>
  );
}

function Loading() {
  return (
    <PanelBody>
      <div aria-busy="true" aria-label={says.label} role="group">
        {[260, 320, 280].map((width) => (
          <p key={width}>
            <Skeleton width={width} />
          </p>
        ))}
      </div>
    </PanelBody>
  );
}
