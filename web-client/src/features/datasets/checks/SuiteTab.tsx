import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SuiteRowFragment } from '@/api/generated/datasets';
import type { DatasetView } from '@/features/datasets/use-dataset';
import { Columns, Stack } from '@/parts/Columns';
import { Icon } from '@/parts/Icon';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty, Failed, Hidden, Skeleton, Snippet } from '@/parts/states';
import { useAnswered, useAsked } from '@/parts/use-asked';
import { CheckNewest } from './CheckNewest';
import { EarlierSuites } from './EarlierSuites';
import { ImportDialog } from './ImportDialog';
import { SuiteEditor } from './SuiteEditor';
import { SuitePanel } from './SuitePanel';
import { useSuite, type SuiteView } from './use-suite';
import { words } from './words';

const says = words.suiteTab;

interface SuiteTabProps {
  readonly view: DatasetView;
  readonly mayWrite: boolean;
  /** The newest version is another than it was. */
  readonly onChanged: () => void;
}

/** What is expected of a data set's versions, and how that is changed. */
export function SuiteTab({ view: { dataset }, mayWrite, onChanged }: SuiteTabProps) {
  const { view, failure, hidden, again } = useSuite(dataset.id);
  const [edits, setEdits] = useAsked('edit');
  const [imports, setImports] = useAsked('import');
  const answered = useAnswered();
  const [from, setFrom] = useState<SuiteRowFragment | null>(null);
  /** The suite that was put in force here. */
  const [put, setPut] = useState<number | null>(null);

  if (view === null) {
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

  function done(number: number) {
    setPut(number);
    setFrom(null);
    answered('edit', 'import');
    again();
    onChanged();
  }

  const isEditing = edits && mayWrite;
  const current = view.inForce?.number ?? 0;
  return (
    <>
      {failure !== null && (
        <Panel>
          <Failed what={says.couldNotReload} failure={failure} onRetry={again} />
        </Panel>
      )}
      {put !== null && put === current && !isEditing && (
        <CheckNewest put={put} view={view} onChecked={onChanged} />
      )}
      {isEditing ? (
        <SuiteEditor
          // Another beginning is another editor.
          key={from?.id ?? 'in force'}
          datasetId={dataset.id}
          view={view}
          from={from}
          onStale={again}
          onImport={() => setImports(true)}
          onCancel={() => {
            setFrom(null);
            setEdits(false);
          }}
          onDone={done}
        />
      ) : (
        <Columns aside={300}>
          <Stack>
            <InForce
              view={view}
              mayWrite={mayWrite}
              onEdit={() => {
                setPut(null);
                setEdits(true);
              }}
              onImport={() => setImports(true)}
            />
          </Stack>
          <Stack>
            <EarlierSuites
              view={view}
              mayWrite={mayWrite}
              onEditFrom={(suite) => {
                setFrom(suite);
                setEdits(true);
              }}
            />
          </Stack>
        </Columns>
      )}
      {mayWrite && imports && (
        <ImportDialog
          datasetId={dataset.id}
          current={current}
          onClose={() => setImports(false)}
          onStale={again}
          onDone={done}
        />
      )}
    </>
  );
}

interface InForceProps {
  readonly view: SuiteView;
  readonly mayWrite: boolean;
  readonly onEdit: () => void;
  readonly onImport: () => void;
}

function InForce({ view: { inForce }, mayWrite, onEdit, onImport }: InForceProps) {
  const isEmpty = inForce === null || inForce.expectations.length === 0;
  if (!isEmpty) {
    return (
      <SuitePanel
        suite={inForce}
        actions={
          mayWrite && (
            <>
              <Button variant="default" onClick={onImport}>
                Import
              </Button>
              <Button leftSection={<Icon name="filter" size={14} />} onClick={onEdit}>
                {says.editSuite}
              </Button>
            </>
          )
        }
      />
    );
  }
  return (
    <Panel>
      <Empty title={inForce === null ? says.nothingIsExpectedYet : says.nothingIsExpectedAny}>
        <p>
          {inForce !== null && says.suiteIsEmptyVersions(inForce.number)}
          {says.sayWhatEachVersion}
        </p>
        {mayWrite && (
          <Button leftSection={<Icon name="plus" size={14} />} onClick={onEdit}>
            {says.sayWhatIsExpected}
          </Button>
        )}
        <Snippet>{'mutation($i: SetExpectationsInput!) { setExpectations(input: $i) { number } }'}</Snippet>
      </Empty>
    </Panel>
  );
}

function Loading() {
  return (
    <PanelBody>
      <div aria-busy="true" aria-label={says.label} role="group">
        {[320, 260, 300].map((width) => (
          <p key={width}>
            <Skeleton width={width} />
          </p>
        ))}
      </div>
    </PanelBody>
  );
}
