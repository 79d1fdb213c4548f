import { useMemo, useState } from 'react';
import type { CostQuery } from '@/api/generated/cost';
import { approximate, compareAmounts, sum } from '@/format/amount';
import { toggled } from '@/parts/form/rules';
import { Icon } from '@/parts/Icon';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty, Skeleton } from '@/parts/states';
import type { CostPeriod } from './cost-period';
import { driversOf, type Driver } from './drivers';
import { DriverThings } from './DriverThings';
import styles from './DriversPanel.module.css';
import { labelOf, type NameOf } from './labels';
import { words } from './words';

const says = words.drivers;

interface DriversPanelProps {
  readonly data: CostQuery;
  readonly period: CostPeriod;
  readonly nameOf: NameOf;
}

/** Which resources of which projects made the difference, as steps from nothing to all of it. */
export function DriversPanel({ data, period, nameOf }: DriversPanelProps) {
  const drivers = useMemo(
    () => driversOf(data.cost.lines, data.before.lines, data.cost.total.currency),
    [data],
  );
  const { parts, others, total, totalText, isRounded, digits } = drivers;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const steps = stepsOf(parts);
  const reached = [0, ...steps.flatMap(({ from, to }) => [from, to])];
  const [least, most] = [Math.min(...reached), Math.max(...reached)];
  const place = (from: number, to: number) => ({
    left: `${((Math.min(from, to) - least) / (most - least)) * 100}%`,
    width: `${(Math.abs(to - from) / (most - least)) * 100}%`,
  });
  const title = [says.fell, says.same, says.rose][Math.sign(approximate(total)) + 1];
  return (
    <Panel title={title ?? says.same} note={says.against(period.earlierLabel)}>
      {parts.length === 0 ? (
        <Empty title={says.nothing}>
          <p>{says.nothingText}</p>
        </Empty>
      ) : (
        <PanelBody>
          <ul className={styles.steps}>
            {parts.map((part, index) => (
              <li key={part.key}>
                <Name
                  part={part}
                  others={others}
                  nameOf={nameOf}
                  isOpen={open.has(part.key)}
                  onToggle={() => setOpen(toggled(open, part.key))}
                />
                <span className={styles.track} aria-hidden="true">
                  <span
                    data-tone={compareAmounts(part.difference, '0') > 0 ? 'more' : 'less'}
                    style={place(steps[index]?.from ?? 0, steps[index]?.to ?? 0)}
                  />
                </span>
                <span className="num">{part.text}</span>
                {open.has(part.key) && isOfProject(part) && (
                  <DriverThings
                    driver={part}
                    period={period}
                    currency={data.cost.total.currency}
                    digits={digits}
                  />
                )}
              </li>
            ))}
            <li>
              <span className="med">{isRounded ? says.allRounded : says.all}</span>
              <span className={styles.track} aria-hidden="true">
                <span data-tone="all" style={place(0, approximate(total))} />
              </span>
              <span className="num med">{totalText}</span>
            </li>
          </ul>
        </PanelBody>
      )}
    </Panel>
  );
}

interface NameProps {
  readonly part: Driver;
  readonly others: number;
  readonly nameOf: NameOf;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** What belongs to no project has nothing below it that could be asked for. */
function isOfProject(part: Driver): part is Driver & { readonly projectId: string } {
  return part.projectId !== null;
}

function Name({ part, others, nameOf, isOpen, onToggle }: NameProps) {
  const { key, projectId, resource } = part;
  if (key === '') return <span>{says.others(others)}</span>;
  const [name, project] = [
    labelOf('resource', resource ?? '', nameOf),
    labelOf('project', projectId ?? '', nameOf),
  ];
  return (
    <span className={styles.name}>
      {isOfProject(part) && (
        <button
          type="button"
          aria-expanded={isOpen}
          aria-label={says.open(name ?? '', project ?? '')}
          onClick={onToggle}
        >
          <Icon name={isOpen ? 'down' : 'right'} size={12} />
        </button>
      )}
      <span className="cut" title={name ?? undefined}>
        {name}
      </span>
      <span className="cut t3 f12" title={project ?? undefined}>
        {project ?? <Skeleton width={96} />}
      </span>
    </span>
  );
}

/** Each from where the one before it ended; only for drawing. */
function stepsOf(parts: readonly Driver[]) {
  let total = '0';
  return parts.map(({ difference }) => {
    const from = approximate(total);
    total = sum([total, difference]);
    return { from, to: approximate(total) };
  });
}
