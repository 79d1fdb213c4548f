import { Button, Popover } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { daysFrom, isoDay } from '@/format/period';
import { DAY_MS } from '@/format/units';
import { Icon } from '@/parts/Icon';
import { days, MAX_DAYS, type CostPeriod, type PeriodKind } from './cost-period';
import styles from './cost.module.css';
import { words } from './words';

const says = words.period;

/** This week, this month, or days of one's own; the choice stands in the address. */
export function PeriodPicker({ period }: { readonly period: CostPeriod }) {
  const [search] = useSearchParams();
  return (
    <>
      <nav className={styles.periods} aria-label={says.label}>
        <Choice kind="week" period={period} search={search}>
          {says.week}
        </Choice>
        <Choice kind="month" period={period} search={search}>
          {says.month}
        </Choice>
      </nav>
      <CustomDays period={period} search={search} />
    </>
  );
}

interface ChoiceProps {
  readonly kind: PeriodKind;
  readonly period: CostPeriod;
  readonly search: URLSearchParams;
  readonly children: string;
}

function Choice({ kind, period, search, children }: ChoiceProps) {
  return (
    <Link
      to={{ search: `?${withPeriod(search, { period: kind })}` }}
      aria-current={period.kind === kind ? 'true' : undefined}
      preventScrollReset
    >
      {children}
    </Link>
  );
}

function CustomDays({ period, search }: { readonly period: CostPeriod; readonly search: URLSearchParams }) {
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const [from, setFrom] = useState(isoDay(period.span.fromMs));
  const [to, setTo] = useState(isoDay(Math.min(period.span.toMs - 1, period.nowMs)));
  const span = daysFrom(from, to);
  const isTooLong = span !== null && span.toMs - span.fromMs > MAX_DAYS * DAY_MS;
  const wrong = span === null ? says.reversed : isTooLong ? says.tooLong(MAX_DAYS) : null;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" withinPortal={false} trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          rightSection={<Icon name="down" size={14} />}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          {period.kind === 'custom' ? days(period.span) : says.custom}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={styles.custom}
          onSubmit={(event) => {
            event.preventDefault();
            if (wrong !== null) return;
            setOpened(false);
            void navigate({ search: `?${withPeriod(search, { period: 'custom', from, to })}` });
          }}
        >
          <label>
            {says.first}
            <input
              type="date"
              required
              value={from}
              max={to}
              onChange={(event) => setFrom(event.currentTarget.value)}
            />
          </label>
          <label>
            {says.last}
            <input
              type="date"
              required
              value={to}
              min={from}
              onChange={(event) => setTo(event.currentTarget.value)}
            />
          </label>
          {wrong !== null && (
            <p role="alert" className={styles.wrong}>
              {wrong}
            </p>
          )}
          <Button type="submit" disabled={wrong !== null}>
            {says.show}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

function withPeriod(search: URLSearchParams, chosen: Readonly<Record<string, string>>): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const name of ['period', 'from', 'to', 'day']) next.delete(name);
  for (const [name, value] of Object.entries(chosen)) next.set(name, value);
  return next;
}
