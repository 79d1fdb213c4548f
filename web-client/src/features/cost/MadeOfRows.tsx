import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { CostMadeOfDocument } from '@/api/generated/cost';
import { change, compareAmounts } from '@/format/amount';
import { money } from '@/format/number';
import { toPeriod } from '@/format/period';
import { BelowNote, BelowRow } from '@/parts/data-table';
import { ShareBar } from '@/parts/Meter';
import { Failed, Skeleton } from '@/parts/states';
import { TwoLines } from '@/parts/TwoLines';
import type { Part } from './breakdown';
import type { CostPeriod } from './cost-period';
import styles from './cost.module.css';
import { ledgerPath } from './ledger-path';
import { madeOf, type Ingredient } from './made-of';
import { ThingName } from './ThingName';
import { words } from './words';

const says = words.madeOf;

interface MadeOfRowsProps {
  readonly part: Part;
  readonly period: CostPeriod;
  readonly currency: string;
}

/** What a project's cost is made of, below its row: asked for when it is opened. */
export function MadeOfRows({ part, period, currency }: MadeOfRowsProps) {
  const [search] = useSearchParams();
  const variables = useMemo(
    () => ({ project: part.key, period: toPeriod(period.span), before: toPeriod(period.earlier) }),
    [part.key, period],
  );
  const [{ data, error }, ask] = useQuery({ query: CostMadeOfDocument, variables });
  const project = data?.node?.__typename === 'Project' ? data.node : undefined;
  const made = useMemo(
    () =>
      project === undefined ? undefined : madeOf(project.cost.lines, project.before.lines, part, currency),
    [project, part, currency],
  );
  if (error !== undefined) {
    return (
      <BelowNote>
        <Failed
          what={says.notLoaded}
          failure={toFailure(error)}
          onRetry={() => ask({ requestPolicy: 'network-only' })}
        />
      </BelowNote>
    );
  }
  if (data === undefined) {
    return (
      <BelowNote>
        <span role="group" aria-busy="true" aria-label={says.loading}>
          <Skeleton width={240} />
        </span>
      </BelowNote>
    );
  }
  if (made === undefined) {
    return (
      <BelowNote>
        {says.hidden} <Link to={ledgerPath(search, 'projectId', part.key)}>{says.ledger}</Link>
      </BelowNote>
    );
  }
  if (made.ingredients.length === 0) return <BelowNote>{says.none}</BelowNote>;
  return (
    <>
      {made.ingredients.map((one) => (
        <IngredientRow
          key={one.thing?.key ?? ''}
          one={one}
          others={made.others}
          whole={part.name ?? ''}
          search={search}
        />
      ))}
      {compareAmounts(made.total, part.amount) !== 0 && (
        <BelowNote>{says.grew(money(made.total, currency))}</BelowNote>
      )}
    </>
  );
}

interface IngredientRowProps {
  readonly one: Ingredient;
  readonly others: number;
  readonly whole: string;
  readonly search: URLSearchParams;
}

function IngredientRow({ one, others, whole, search }: IngredientRowProps) {
  const { thing, used, amount, text, share, percent, before, beforeText } = one;
  const lines = thing?.id == null ? null : ledgerPath(search, `${thing.kind}Id`, thing.id);
  return (
    <BelowRow
      cells={{
        name: (
          <TwoLines under={used} underTitle={used} wraps>
            {thing === null ? says.others(others) : <ThingName thing={thing} />}
          </TwoLines>
        ),
        amount:
          lines === null ? (
            text
          ) : (
            <Link to={lines} title={says.lines}>
              {text}
            </Link>
          ),
        share: (
          <span className={styles.share}>
            <ShareBar share={share} label={says.share(percent, whole)} />
            <span className="num">{percent}</span>
          </span>
        ),
        before: beforeText,
        change: change(amount, before) ?? words.parts.new,
      }}
    />
  );
}
