import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { compareAmounts } from '@/format/amount';
import type { BestMetric } from '@/format/best-metric';
import { metric, money, NO_VALUE } from '@/format/number';
import { paths } from '@/paths';
import type { Column } from './data-table';
import { RowMenu, type RowAction } from './RowMenu';
import { State, stateWord } from './State';
import { When } from './When';

/** Whatever of a column its page has otherwise. */
type Rest<Row> = Partial<Omit<Column<Row>, 'value' | 'cell'>>;

type Missing = null | undefined;

/** The thing itself, by its name, which leads to its page where it has one. */
export function nameColumn<Row>(
  header: string,
  of: (row: Row) => string,
  path: (row: Row) => string | Missing,
  rest: Rest<Row> = {},
): Column<Row> {
  return {
    id: 'name',
    header,
    name: true,
    value: of,
    cell: (row) => <LinkOrText to={path(row)}>{of(row)}</LinkOrText>,
    ...rest,
  };
}

/** Another thing that the row belongs to, by its name. */
export function linkColumn<Row>(
  id: string,
  header: string,
  of: (row: Row) => { readonly name: string; readonly path: string | Missing } | Missing,
  rest: Rest<Row> = {},
): Column<Row> {
  return {
    id,
    header,
    p2: true,
    value: (row) => of(row)?.name,
    cell: (row) => {
      const found = of(row);
      return found == null ? NO_VALUE : <LinkOrText to={found.path}>{found.name}</LinkOrText>;
    },
    ...rest,
  };
}

/** Its project; missing where the person may read what is in it, and not the project. */
export function projectColumn<Row>(
  of: (row: Row) => { readonly id: string; readonly name: string } | Missing,
  rest: Rest<Row> = {},
): Column<Row> {
  return linkColumn(
    'project',
    'Project',
    (row) => {
      const project = of(row);
      return project == null ? null : { name: project.name, path: paths.project(project.id) };
    },
    rest,
  );
}

/** A state of the API under its own name. */
export function stateColumn<Row>(of: (row: Row) => string | Missing, rest: Rest<Row> = {}): Column<Row> {
  return {
    id: 'state',
    header: 'State',
    width: 112,
    value: (row) => {
      const state = of(row);
      return state == null ? null : stateWord(state);
    },
    cell: (row) => {
      const state = of(row);
      return state == null ? NO_VALUE : <State name={state} />;
    },
    ...rest,
  };
}

/** How long ago; sorted by the moment, the newest first. */
export function whenColumn<Row>(
  id: string,
  header: string,
  of: (row: Row) => string | Missing,
  rest: Rest<Row> = {},
): Column<Row> {
  return {
    id,
    header,
    figures: true,
    p2: true,
    width: 104,
    value: of,
    cell: (row) => {
      const at = of(row);
      return at == null ? NO_VALUE : <When at={at} />;
    },
    ...rest,
  };
}

interface Amount {
  readonly amount: string;
  readonly currency: string;
}

/** An exact amount: the file has it as it is, the screen to the cent. */
export function costColumn<Row>(of: (row: Row) => Amount | Missing, rest: Rest<Row> = {}): Column<Row> {
  return {
    id: 'cost',
    header: 'Cost',
    figures: true,
    p2: true,
    width: 88,
    value: (row) => {
      const cost = of(row);
      return cost == null ? null : Number(cost.amount);
    },
    compare: (a, b) => compareAmounts(of(a)?.amount ?? '0', of(b)?.amount ?? '0'),
    exported: (row) => of(row)?.amount,
    cell: (row) => {
      const cost = of(row);
      return cost == null ? NO_VALUE : money(cost.amount, cost.currency);
    },
    ...rest,
  };
}

/** Words that are cut where they do not fit, and whole in their title: who did it, why, a description. */
export function textColumn<Row>(
  id: string,
  header: string,
  of: (row: Row) => string | Missing,
  rest: Rest<Row> = {},
): Column<Row> {
  return { id, header, p2: true, value: of, ...rest };
}

export function byColumn<Row>(
  header: string,
  of: (row: Row) => string | Missing,
  rest: Rest<Row> = {},
): Column<Row> {
  return textColumn('by', header, of, { width: 120, ...rest });
}

/** `v7` of a version's number. */
export function versionColumn<Row>(
  header: string,
  of: (row: Row) => number | Missing,
  rest: Rest<Row> = {},
): Column<Row> {
  return {
    id: 'version',
    header,
    figures: true,
    width: 72,
    value: of,
    cell: (row) => {
      const number = of(row);
      return number == null ? NO_VALUE : `v${number}`;
    },
    ...rest,
  };
}

/** The figure that says most of how good it is, which leads to the run that has it. */
export function metricColumn<Row>(
  header: string,
  of: (row: Row) => BestMetric | null,
  said: (best: BestMetric) => string,
  rest: Rest<Row> = {},
): Column<Row> {
  return {
    id: 'best',
    header,
    p2: true,
    value: (row) => of(row)?.value,
    cell: (row) => {
      const best = of(row);
      if (best === null) return NO_VALUE;
      return (
        <Link to={paths.run(best.runId)} title={said(best)} className="cut">
          <span className="num">{metric(best.value)}</span> <span className="t3">{best.key}</span>
        </Link>
      );
    },
    ...rest,
  };
}

/** What machines name it by: an id, a slug, an address. */
export function codeColumn<Row>(
  id: string,
  header: string,
  of: (row: Row) => string | Missing,
  rest: Rest<Row> = {},
): Column<Row> {
  return {
    id,
    header,
    p2: true,
    value: of,
    cell: (row) => {
      const code = of(row);
      return code == null ? (
        NO_VALUE
      ) : (
        <span className="mono" title={code}>
          {code}
        </span>
      );
    },
    ...rest,
  };
}

/** What can be done with the row; false ones are not offered. */
export function menuColumn<Row>(
  of: (row: Row) => string,
  actions: (row: Row) => readonly (RowAction | false | null | undefined)[],
): Column<Row> {
  return {
    id: 'actions',
    header: 'Actions',
    figures: true,
    actions: true,
    width: 56,
    value: () => null,
    cell: (row) => <RowMenu of={of(row)} actions={actions(row)} />,
  };
}

function LinkOrText({
  to,
  children,
}: {
  readonly to: string | Missing;
  readonly children: string;
}): ReactNode {
  return to == null ? (
    <span className="cut" title={children}>
      {children}
    </span>
  ) : (
    <Link to={to} className="cut" title={children}>
      {children}
    </Link>
  );
}
