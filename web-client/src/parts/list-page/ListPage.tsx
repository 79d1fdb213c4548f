import { Button } from '@mantine/core';
import { isValidElement, type ReactElement, type ReactNode } from 'react';
import { useSignedIn } from '@/api/session';
import { counted } from '@/format/number';
import type { CrumbLink } from '@/parts/crumbs';
import { Icon } from '@/parts/Icon';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Empty, Snippet } from '@/parts/states';
import { useVerbs, type Verb } from '@/parts/verbs';
import styles from './ListPage.module.css';
import { ListTable, type ListTableProps } from './ListTable';
import { ProjectChip, type OfProject } from './of-project';
import { words } from './words';

/** Until there is something: what would be here, and how it comes about. */
export interface Nothing {
  readonly title: string;
  readonly text: ReactNode;
  /** The same by the API or a client. */
  readonly snippet?: string;
  /** In place of the button that makes the first one. */
  readonly action?: ReactNode;
}

interface CreateVerb extends Verb {
  /** What the palette calls it, where the button's word says too little beyond its page. */
  readonly inPalette?: string;
}

interface ListPageProps<Row> extends Omit<ListTableProps<Row>, 'empty' | 'label'> {
  /** Names the table where the title is a name. */
  readonly label?: string;
  readonly title: string;
  readonly parents?: readonly CrumbLink[] | undefined;
  /** Which rows come first. */
  readonly order?: 'newest' | 'first';
  /** Whose rows they are; without it the organisation's. */
  readonly of?: string | undefined;
  /** The project that the address narrows the list to, and its name once it is known. */
  readonly project?: OfProject & { readonly name: string | undefined };
  /** What the rows say at a glance, after how many there are. */
  readonly glance?: (rows: readonly Row[]) => ReactNode;
  /** In the head with or without rows. */
  readonly note?: ReactNode;
  /** In the head, before the buttons: a period. */
  readonly actions?: ReactNode;
  /** The one thing to do here; null where the person may not. An empty list offers it in its place. */
  readonly create?: CreateVerb | null;
  /** Further ones, in the head and the palette. */
  readonly also?: readonly Verb[];
  readonly nothing: Nothing | ReactElement;
  /** Between head and table: tabs, a strip of figures. */
  readonly above?: ReactNode;
  /** On a narrow screen something else stands in place of the table. */
  readonly hidesTable?: boolean;
  /** Dialogs. */
  readonly children?: ReactNode;
}

/** A page that is a list: its head with how many there are, its filters, its rows, and what it says without any. */
export function ListPage<Row>({
  title,
  parents,
  order = 'newest',
  label = title,
  project,
  of = project?.name,
  glance,
  note,
  actions,
  create = null,
  also = [],
  nothing,
  above,
  hidesTable = false,
  children,
  ...table
}: ListPageProps<Row>) {
  const { tenant } = useSignedIn();
  const { list, noun } = table;
  const isOfOne = project !== undefined && project.slug !== '';
  const rows = list.isHidden ? undefined : list.rows;
  const isFiltered =
    table.filters?.some(({ chosen }) => chosen.length > 0) === true ||
    table.alsoFiltered?.isActive === true ||
    isOfOne;
  const isEmpty = rows?.length === 0 && !isFiltered;
  useVerbs(list.isHidden ? [] : [create && { ...create, label: create.inPalette ?? create.label }, ...also]);
  const button = create !== null && (
    <Button key={create.label} leftSection={<Icon name={create.icon} size={14} />} onClick={create.run}>
      {create.label}
    </Button>
  );
  const buttons = [
    ...also.map((verb) => (
      <Button key={verb.label} variant="default" onClick={verb.run}>
        {verb.label}
      </Button>
    )),
    ...(button === false || isEmpty ? [] : [button]),
  ];
  return (
    <>
      <PageHead
        title={title}
        parents={parents}
        meta={
          rows !== undefined && rows.length > 0 ? (
            <>
              <span>
                {list.more !== null && `The ${order} `}
                {counted(rows.length, noun[0], noun[1])} of {of ?? tenant.name}
              </span>
              {glance?.(rows)}
              {note}
            </>
          ) : (
            (note ?? (list.isAwaited && AWAITED))
          )
        }
        actions={
          (actions !== undefined || (!list.isHidden && buttons.length > 0)) && (
            <>
              {actions}
              {!list.isHidden && buttons}
            </>
          )
        }
      />
      {above}
      <div className={styles.table} data-hidden={hidesTable || undefined}>
        <ListTable
          {...table}
          label={label}
          {...(isOfOne && {
            tools: <ProjectChip name={project.name ?? '…'} />,
            alsoFiltered: {
              params: ['project'],
              isActive: true,
              none: project.name === undefined ? undefined : words.noneIn(noun[1], project.name),
            },
          })}
          empty={
            isValidElement(nothing) ? (
              nothing
            ) : (
              <Empty title={nothing.title}>
                <p>{nothing.text}</p>
                {nothing.action ?? button}
                {nothing.snippet !== undefined && <Snippet>{nothing.snippet}</Snippet>}
              </Empty>
            )
          }
        />
      </div>
      {children}
    </>
  );
}
