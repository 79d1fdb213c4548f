import { Button, NativeSelect } from '@mantine/core';
import { lazy, Suspense, useMemo, useState, type KeyboardEvent } from 'react';
import type { RunTransformMutation } from '@/api/generated/datasets';
import type { DatasetView } from '@/features/datasets/use-dataset';
import { Columns, Stack } from '@/parts/Columns';
import { isReadable, isValidated } from '@/parts/data-gate';
import { FieldError, FormFailure } from '@/parts/form';
import { Icon } from '@/parts/Icon';
import { Panel, PanelBody } from '@/parts/Panel';
import { Skeleton } from '@/parts/states';
import { CapacityFields } from './CapacityFields';
import { keepDraft, keptDraft, type Draft } from './draft';
import { linesOf } from './lines';
import { PreviewPanel } from './PreviewPanel';
import { quoted, SchemaPanel } from './SchemaPanel';
import { SourceFields } from './SourceFields';
import { FORMATS, isFormat, placed, tableName, USUAL } from './transform-values';
import styles from './transform.module.css';
import { askedOf, usePreview } from './use-preview';
import { useSchemas } from './use-schemas';
import { useTransform } from './use-transform';
import { useVersionChoices, type VersionChoice } from './use-version-choices';
import { words } from './words';

const says = words.sqlTab;

/** Of use to those who write SQL: fetched when they begin. */
const SqlEditor = lazy(() => import('./SqlEditor'));

const PROBLEM = 'sql-problem';
const NO_LINES: readonly number[] = [];

interface SqlTabProps {
  readonly view: DatasetView;
  /** Whether the person may make a version, besides trying. */
  readonly mayWrite: boolean;
  /** With the version that is MAKING now, or with one that the same made before. */
  readonly onMade: (version: RunTransformMutation['runTransform']) => void;
}

/** Writes a SELECT over versions, tries it on their first rows, and makes the data set's next version by it. */
export function SqlTab({ view, mayWrite, onMade }: SqlTabProps) {
  const { projectId, dataset } = view;
  const [newest] = useState(() => newestReadable(view));
  const [begin] = useState<Draft>(
    () =>
      keptDraft(dataset.id) ?? {
        sql: '',
        inputs: [{ name: tableName(dataset.name, []), versionId: newest?.value ?? '' }],
      },
  );
  const form = useTransform(dataset.id, { ...begin, requires: 'SEALED', ...USUAL }, onMade);
  const { values, set, failure } = form;
  const [first] = begin.inputs;
  const choices = useVersionChoices(projectId, first?.versionId ?? '');
  const schemas = useSchemas(
    // The first one's comes with the choices.
    choices.isAsked ? values.inputs.map(({ versionId }) => versionId) : [],
    choices.given,
  );
  const preview = usePreview(projectId);
  const [goTo, setGoTo] = useState<{ readonly line: number } | null>(null);

  const refused = preview.failure === null ? {} : placed(preview.failure.fields, values.inputs);
  const errors = { ...refused, ...form.errors };
  const isChanged = preview.tried !== null && preview.tried.asked !== askedOf(values);
  const { tried } = preview;
  const wrong = useMemo(
    () =>
      tried?.preview.status === 'FAILED' && !isChanged
        ? linesOf(tried.preview.reason ?? '', tried.sql)
        : NO_LINES,
    [tried, isChanged],
  );
  const tables = tablesOf(values.inputs, schemas.of);

  function change(next: Partial<typeof values>) {
    preview.reset();
    set(next);
    keepDraft(dataset.id, { ...values, ...next });
  }

  function tryIt() {
    if (preview.sending || preview.isRunning || !form.check()) return;
    void preview.start(values);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    tryIt();
  }

  return (
    <form
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        tryIt();
      }}
    >
      <Columns aside={340}>
        <Stack>
          <Panel title="Statement" note={<span className="only-wide">{says.oneSelectInDuckdb}</span>}>
            <Suspense fallback={<Awaited />}>
              <SqlEditor
                label="Statement"
                value={values.sql}
                onChange={(sql) => {
                  if (sql !== values.sql) change({ sql });
                }}
                describedBy={errors.sql === undefined ? null : PROBLEM}
                wrong={wrong}
                tables={tables}
                goTo={goTo}
              />
            </Suspense>
            {errors.sql !== undefined && (
              <p id={PROBLEM} className={`${styles.error ?? ''} ${styles.rest ?? ''}`}>
                <FieldError>{errors.sql}</FieldError>
              </p>
            )}
            <footer className={styles.bar}>
              <p className="t3 f12 only-wide">
                <kbd>{says.ctrlEnter}</kbd> {says.previews} <kbd>{says.ctrlSpace}</kbd> {says.completes}
              </p>
              <Button
                type="submit"
                variant="default"
                aria-keyshortcuts="Control+Enter Meta+Enter"
                leftSection={<Icon name="search" size={14} />}
                loading={preview.sending || preview.isRunning}
              >
                Preview
              </Button>
              {mayWrite && (
                <>
                  <NativeSelect
                    aria-label={says.written}
                    data={[...FORMATS]}
                    value={values.format}
                    onChange={({ currentTarget: { value } }) => {
                      if (isFormat(value)) set({ format: value });
                    }}
                  />
                  <Button
                    leftSection={<Icon name="play" size={14} />}
                    loading={form.sending}
                    onClick={() => void form.send()}
                  >
                    Run
                  </Button>
                </>
              )}
            </footer>
          </Panel>
          {failure !== null && <FormFailure what={says.what} failure={failure} />}
          {Object.keys(errors).length > 0 && (
            <p className="sr" role="alert">
              {says.nothingWasAsked(Object.values(errors).join('. '))}
            </p>
          )}
          <PreviewPanel
            run={preview}
            isChanged={isChanged}
            isPlaced={Object.keys(refused).length > 0}
            onLine={(line) => setGoTo({ line })}
          />
        </Stack>
        <Stack>
          <Panel title="Reads">
            <div className={styles.fields}>
              <SourceFields
                form={{
                  ...form,
                  errors,
                  set: change,
                  setInput: (at, one) =>
                    change({
                      inputs: values.inputs.map((input, index) =>
                        index === at ? { ...input, ...one } : input,
                      ),
                    }),
                }}
                choices={choices}
                given={newest}
                mayRun={mayWrite}
              />
            </div>
          </Panel>
          <SchemaPanel inputs={values.inputs} schemaOf={schemas.of} onRetry={schemas.again} />
          {mayWrite && (
            <Panel title="Run" note={says.note}>
              <div className={styles.fields}>
                <CapacityFields form={form} />
              </div>
            </Panel>
          )}
        </Stack>
      </Columns>
    </form>
  );
}

function Awaited() {
  return (
    <PanelBody>
      <div className={styles.awaited} aria-busy="true" aria-label={says.loadingTheEditor} role="group">
        <Skeleton width={280} />
      </div>
    </PanelBody>
  );
}

function tablesOf(
  inputs: readonly { readonly name: string; readonly versionId: string }[],
  schemaOf: ReturnType<typeof useSchemas>['of'],
): Record<string, string[]> {
  return Object.fromEntries(
    inputs.map(({ name, versionId }) => {
      const schema = schemaOf(versionId);
      const isKnown = schema !== null && typeof schema === 'object' && 'table' in schema;
      const isOne = isKnown && schema.tables.edges.length === 1;
      const columns = isOne ? (schema.table?.columns ?? []) : [];
      return [name, columns.map((column) => quoted(column.name))];
    }),
  );
}

function newestReadable({ dataset, versions }: DatasetView): VersionChoice | null {
  const newest = versions.find(isReadable);
  if (newest === undefined) return null;
  return {
    value: newest.id,
    label: `${dataset.name} v${newest.number}`,
    dataset: dataset.name,
    isValidated: isValidated(newest),
  };
}
