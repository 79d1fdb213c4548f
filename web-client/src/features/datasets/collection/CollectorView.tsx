import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { SealCollectedDocument, type CollectorRowFragment } from '@/api/generated/datasets';
import { useChange } from '@/api/use-change';
import type { DatasetView } from '@/features/datasets/use-dataset';
import { durationMs } from '@/format/time';
import { bytes, count, NO_VALUE } from '@/format/number';
import { Banner } from '@/parts/Banner';
import { Columns, Stack } from '@/parts/Columns';
import { CopyButton } from '@/parts/CopyButton';
import { FormFailure } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { Panel } from '@/parts/Panel';
import { Strip, type Figure } from '@/parts/Strip';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import styles from './collection.module.css';
import { EditCollectorDialog } from './EditCollectorDialog';
import { EndCollector } from './EndCollector';
import { ageInWords, takesAnything } from './rules';
import { SendEvents } from './SendEvents';
import { words } from './words';

const says = words.collectorView;

interface CollectorViewProps {
  readonly view: DatasetView;
  readonly collector: CollectorRowFragment;
  readonly mayWrite: boolean;
  readonly onStale: () => void;
  readonly onEnded: () => void;
}

/** What has come, what waits and until when, how to send more, and the rule. */
export function CollectorView({ view, collector, mayWrite, onStale, onEnded }: CollectorViewProps) {
  const { figures } = collector;
  const [open, setOpen] = useState<'edit' | 'end' | null>(null);
  const sealing = useChange(SealCollectedDocument);
  /** The version that was the last one when sealing was asked for. */
  const [askedAfter, setAskedAfter] = useState<string | null>(null);
  const last = figures.lastSealed?.id ?? '';
  const isSealing = askedAfter === last && figures.waitingRows > 0;

  async function seal() {
    if ((await sealing.send({ id: collector.id })) === null) onStale();
    else setAskedAfter(last);
  }

  return (
    <>
      <Strip label="Collection" figures={figuresOf(view.projectId, collector)} />
      {isSealing && <Banner tone="info">{says.beingSealedTheyBecome(figures.waitingRows)}</Banner>}
      {sealing.failure !== null && <FormFailure what={says.what} failure={sealing.failure} />}
      <Columns aside={300}>
        <Stack>
          <SendEvents collector={collector} />
          {!takesAnything(collector.schema) && <SchemaPanel schema={collector.schema} />}
        </Stack>
        <Stack>
          <Panel title={says.sealedAt}>
            <KeyValue
              facts={[
                { label: 'Rows', value: <span className="num">{count(collector.sealAfterRows)}</span> },
                { label: 'Size', value: <span className="num">{bytes(collector.sealAfterBytes)}</span> },
                { label: 'Age', value: ageInWords(collector.sealAfter) },
                {
                  label: 'Schema',
                  value: takesAnything(collector.schema) ? says.anyEvent : 'checked',
                },
                { label: 'Created', value: <When at={collector.createdAt} /> },
              ]}
            />
            {mayWrite && (
              <div className={styles.acts}>
                <Button
                  loading={sealing.sending}
                  disabled={figures.waitingRows === 0 || isSealing}
                  onClick={() => void seal()}
                >
                  {says.sealNow}
                </Button>
                <Button variant="default" onClick={() => setOpen('edit')}>
                  Edit
                </Button>
                <Button variant="default" onClick={() => setOpen('end')}>
                  End
                </Button>
              </div>
            )}
          </Panel>
        </Stack>
      </Columns>
      {open === 'edit' && (
        <EditCollectorDialog collector={collector} onClose={() => setOpen(null)} onStale={onStale} />
      )}
      {mayWrite && open === 'end' && (
        <EndCollector
          collector={collector}
          name={view.dataset.name}
          onClose={() => setOpen(null)}
          onEnded={onEnded}
          onStale={onStale}
        />
      )}
    </>
  );
}

function SchemaPanel({ schema }: { readonly schema: unknown }) {
  const text = JSON.stringify(schema, null, 2);
  return (
    <Panel title={says.schemaOfAnEvent} end={<CopyButton text={text} label={says.copySchema} />}>
      <pre className={styles.code} role="region" aria-label={says.label} tabIndex={0}>
        {text}
      </pre>
    </Panel>
  );
}

function figuresOf(projectId: string, { deadLetter, figures, sealAfter }: CollectorRowFragment): Figure[] {
  const { lastSealed, oldestWaitingAt, waitingRows } = figures;
  return [
    {
      label: 'Waiting',
      value: count(waitingRows),
      unit: waitingRows === 1 ? 'row' : 'rows',
      context:
        oldestWaitingAt === null
          ? [says.nextEventStarts]
          : [
              bytes(figures.waitingBytes),
              <SealedBy key="by" oldest={oldestWaitingAt} sealAfter={sealAfter} />,
            ],
    },
    { label: 'Accepted', value: count(figures.accepted), context: [says.keptForGood] },
    { label: 'Duplicates', value: count(figures.duplicates), context: [says.keptOnce] },
    {
      label: says.deadLetters,
      value: count(figures.deadLetters),
      context: [
        deadLetter === null ? (
          says.noEventCanBreak
        ) : (
          <span key="in">
            {says.keptIn}{' '}
            <Link className={styles.within ?? ''} to={paths.dataset(projectId, deadLetter.id)}>
              {deadLetter.name}
            </Link>
          </span>
        ),
      ],
    },
    { label: 'Rejected', value: count(figures.rejected), context: [says.noEventsNotKept] },
    {
      label: says.lastVersion,
      value: lastSealed === null ? NO_VALUE : `v${lastSealed.number}`,
      context: [
        lastSealed?.collectedFrom == null ? (
          says.noneIsSealedYet
        ) : (
          <span key="last">
            {says.lastEvent} <When at={lastSealed.collectedFrom.to} />
          </span>
        ),
      ],
    },
  ];
}

function SealedBy({ oldest, sealAfter }: { readonly oldest: string; readonly sealAfter: string }) {
  const at = new Date(Date.parse(oldest) + (durationMs(sealAfter) ?? 0)).toISOString();
  return (
    <span>
      {says.lastSealed} <When at={at} /> {says.theLatest}
    </span>
  );
}
