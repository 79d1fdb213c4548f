import { Button } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { DatasetTableDocument, type InputSchemaFragment } from '@/api/generated/datasets';
import { counted } from '@/format/number';
import { Icon } from '@/parts/Icon';
import { Panel, PanelBody } from '@/parts/Panel';
import { Failed, Skeleton } from '@/parts/states';
import type { SourceValue } from './transform-values';
import styles from './transform.module.css';
import type { Schema } from './use-schemas';
import { words } from './words';

const says = words.schemaPanel;

interface SchemaPanelProps {
  readonly inputs: readonly SourceValue[];
  readonly schemaOf: (versionId: string) => Schema | null;
  readonly onRetry: (versionId: string) => void;
}

/** What each input holds, by the names that the statement uses. */
export function SchemaPanel({ inputs, schemaOf, onRetry }: SchemaPanelProps) {
  const chosen = inputs.filter(({ versionId }) => versionId !== '');
  return (
    <Panel title={says.title}>
      {chosen.length === 0 ? (
        <PanelBody>
          <p className="t3">{says.chooseAVersion}</p>
        </PanelBody>
      ) : (
        chosen.map(({ name, versionId }, index) => (
          // Their order is all that tells them apart.
          // Their order is all that tells them apart.
          <div key={index} className={styles.input2}>
            <Input
              name={name.trim()}
              versionId={versionId}
              schema={schemaOf(versionId)}
              onRetry={() => onRetry(versionId)}
            />
          </div>
        ))
      )}
    </Panel>
  );
}

interface InputProps {
  readonly name: string;
  readonly versionId: string;
  readonly schema: Schema | null;
  readonly onRetry: () => void;
}

function Input({ name, versionId, schema, onRetry }: InputProps) {
  if (schema === null)
    return (
      <div aria-busy="true" aria-label={says.loadingTheColumns(name)} role="group" className={styles.rest}>
        <Skeleton width={160} />
      </div>
    );
  if (schema === 'hidden') return <p className={`t3 ${styles.rest ?? ''}`}>{says.isGone}</p>;
  if ('failure' in schema) return <Failed what={says.what} failure={schema.failure} onRetry={onRetry} />;
  return <Tables name={name} versionId={versionId} schema={schema} />;
}

function Tables({
  name,
  versionId,
  schema,
}: Pick<InputProps, 'name' | 'versionId'> & { schema: InputSchemaFragment }) {
  const tables = schema.tables.edges.map(({ node }) => node);
  const [only] = tables;
  if (only === undefined)
    return (
      <p className={`t3 ${styles.rest ?? ''}`}>
        {schema.status === 'SEALED' ? says.notLookedAtYet : says.hasNoTable}
      </p>
    );
  if (tables.length === 1)
    return <Columns title={name} rows={only.rows} columns={schema.table?.columns ?? []} />;
  return (
    <>
      {tables.map((table) => (
        <OneOfMany key={table.name} input={name} versionId={versionId} table={table.name} rows={table.rows} />
      ))}
      {schema.tables.pageInfo.hasNextPage && (
        <p className={`t3 f12 ${styles.rest ?? ''}`}>{says.theFirst(tables.length)}</p>
      )}
    </>
  );
}

interface OneOfManyProps {
  readonly input: string;
  readonly versionId: string;
  readonly table: string;
  readonly rows: number | null;
}

/** Its columns are asked for by whoever looks. */
function OneOfMany({ input, versionId, table, rows }: OneOfManyProps) {
  const [isOpen, setOpen] = useState(false);
  const [{ data, error }] = useQuery({
    query: DatasetTableDocument,
    variables: { id: versionId, name: table },
    pause: !isOpen,
  });
  const title = `${input}.${quoted(table)}`;
  const node = data?.node?.__typename === 'DatasetVersion' ? data.node : null;
  if (isOpen && node !== null)
    return <Columns title={title} rows={rows} columns={node.table?.columns ?? []} />;
  return (
    <div className={styles.table}>
      <span className={styles.tableName}>{title}</span>
      {isOpen && error !== undefined ? (
        <span className="t3 f12">{says.couldNotBeLoaded}</span>
      ) : (
        <Button variant="subtle" loading={isOpen} onClick={() => setOpen(true)}>
          <span className="sr">{says.showColumns(title)}</span>
          <Icon name="down" size={14} />
        </Button>
      )}
    </div>
  );
}

interface ColumnsProps {
  readonly title: string;
  readonly rows: number | null;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

function Columns({ title, rows, columns }: ColumnsProps) {
  return (
    <>
      <div className={styles.table}>
        <span className={styles.tableName}>{title}</span>
        {rows !== null && <span className="t3 f12 num">{counted(rows, 'row', 'rows')}</span>}
      </div>
      {columns.length === 0 ? (
        <p className={`t3 f12 ${styles.rest ?? ''}`}>{says.hasNoProfile}</p>
      ) : (
        <ul className={styles.columns} aria-label={says.columns(title)} tabIndex={0}>
          {columns.map(({ name, type }) => (
            <li key={name}>
              <span className="cut" title={name}>
                {name}
              </span>
              <span className="t3">{type}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** As a statement names what is more than letters and digits. */
export function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/i.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
