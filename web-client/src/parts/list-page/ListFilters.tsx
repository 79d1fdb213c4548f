import { counted } from '@/format/number';
import { FilterMenu } from '@/parts/FilterMenu';
import type { List } from './use-list';
import { countsOf, type Filter } from './use-filter';
import { words } from './words';

interface ListFiltersProps<Row> {
  readonly filters: readonly Filter<Row>[];
  readonly list: Pick<List<Row>, 'rows' | 'more'>;
  readonly noun: readonly [one: string, many: string];
}

/** A menu for each thing that rows are picked by, with counts of the rows that are there. */
export function ListFilters<Row>({ filters, list: { rows, more }, noun }: ListFiltersProps<Row>) {
  const shown = counted(rows?.length ?? 0, noun[0], noun[1]);
  const note = more === null ? words.counted(shown) : words.countedSoFar(shown);
  return filters.map((filter) => {
    const { counted: known } = filter;
    const counts = known === undefined ? countsOf(rows, filter) : known.of;
    return (
      <FilterMenu
        key={filter.param}
        label={filter.label}
        options={filter.values.map((value) => ({
          value,
          word: filter.word(value),
          count:
            rows === undefined
              ? undefined
              : (counts?.get(value) ?? (known?.of === undefined ? undefined : 0)),
        }))}
        chosen={filter.chosen}
        onChange={filter.choose}
        note={known?.note ?? note}
      />
    );
  });
}
