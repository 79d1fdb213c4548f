import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { FilterField, FilterRow } from '@/parts/Filter';
import { Icon } from '@/parts/Icon';
import { words } from './words';

interface ToolsProps {
  /** The table's. */
  readonly label: string;
  readonly query: string;
  readonly placeholder: string;
  readonly onQuery: (query: string) => void;
  readonly onEnter?: ((query: string) => boolean) | undefined;
  readonly picking: boolean;
  readonly onPick?: () => void;
  readonly columns?: readonly [shown: number, all: number];
  readonly onCsv?: () => void;
  readonly children?: ReactNode;
}

/** The row above a table: filter, the page's own chips, then columns and CSV at the right. */
export function Tools({
  label,
  query,
  placeholder,
  onQuery,
  onEnter,
  picking,
  onPick,
  columns,
  onCsv,
  children,
}: ToolsProps) {
  return (
    <FilterRow
      label={label}
      end={
        <>
          {onPick !== undefined && columns !== undefined && (
            <Button
              variant="default"
              className="only-wide"
              aria-expanded={picking}
              leftSection={<Icon name="columns" size={14} />}
              onClick={onPick}
            >
              {words.columnsShown(columns[0], columns[1])}
            </Button>
          )}
          {onCsv !== undefined && (
            <Button variant="default" leftSection={<Icon name="download" size={14} />} onClick={onCsv}>
              {words.csv}
            </Button>
          )}
        </>
      }
    >
      <FilterField value={query} placeholder={placeholder} onChange={onQuery} onEnter={onEnter} />
      {children}
    </FilterRow>
  );
}
