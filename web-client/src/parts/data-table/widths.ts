import type { CSSProperties } from 'react';
import type { Column } from './column';

/** What a column without a width of its own needs to say something. */
const LEAST_NAME_PX = 128;
const LEAST_PX = 88;
const CHECK_PX = 38;

/** On a narrow screen the name takes what the few columns there leave, unless another one shares it. */
export function nameTakesRest<Row>(columns: readonly Column<Row>[]): boolean {
  return columns.every(({ name, p2, width }) => name === true || p2 === true || width !== undefined);
}

/** Below these a table scrolls sideways in its frame: its names would be squeezed to nothing. */
export function leastWidths<Row>(columns: readonly Column<Row>[], selectable: boolean): CSSProperties {
  const check = selectable ? CHECK_PX : 0;
  const wide = columns.reduce((sum, column) => sum + (column.width ?? leastOf(column)), check);
  const takesRest = nameTakesRest(columns);
  const narrow = columns
    .filter(({ p2 }) => p2 !== true)
    .reduce((sum, column) => {
      const own = column.name === true && takesRest ? undefined : column.width;
      return sum + (own ?? leastOf(column));
    }, check);
  return { '--least': `${wide}px`, '--least-narrow': `${narrow}px` } as CSSProperties;
}

function leastOf<Row>({ name }: Column<Row>): number {
  return name === true ? LEAST_NAME_PX : LEAST_PX;
}
