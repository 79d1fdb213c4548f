import type { ReactNode } from 'react';
import { count, percent } from '@/format/number';
import { Panel } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import table from '@/parts/table.module.css';
import { Segments } from '@/parts/Tabs';
import { BodySkeleton } from '@/parts/PanelSkeleton';
import styles from './limits.module.css';
import { short } from './quota';
import { ofOthers, PERIODS, type PointUse } from './points';
import { words } from './words';

const says = words.points;

/** Which operations and callers use the points up; undefined until it is there. */
export function PointsPanel({ use }: { readonly use: PointUse | undefined }) {
  return (
    <Panel title={says.title} end={<Segments label={says.last} tabs={PERIODS} param="points" />}>
      {use === undefined ? (
        <BodySkeleton />
      ) : use.points === 0 ? (
        <Empty title={says.none}>
          <p>{says.noneText}</p>
        </Empty>
      ) : (
        <>
          <Takers
            caption={says.byOperation}
            all={use.points}
            rows={use.operations.map(({ name, points, calls }) => ({
              key: name ?? '',
              name:
                name === null ? (
                  <span className="t3">{says.unnamed}</span>
                ) : (
                  <span className="mono cut" title={name}>
                    {name}
                  </span>
                ),
              points,
              calls,
            }))}
          />
          <Takers
            caption={says.byCaller}
            all={use.points}
            rows={use.callers.map(({ actor, points, calls }, index) => ({
              // A key that was rotated keeps its name, and its successor has it too.
              key: `${actor.kind} ${actor.label} ${index}`,
              name: (
                <span className="cut" title={actor.label}>
                  {actor.label}
                </span>
              ),
              points,
              calls,
            }))}
          />
          <p className={styles.note}>
            {says.noteTo(use.points)} <span className="mono">extensions.cost</span>.
          </p>
        </>
      )}
    </Panel>
  );
}

interface Taker {
  readonly key: string;
  readonly name: ReactNode;
  readonly points: number;
  readonly calls: number;
}

interface TakersProps {
  readonly caption: string;
  readonly all: number;
  readonly rows: readonly Taker[];
}

/** Those that are shown; the rest are one line. */
const SHOWN = 5;

function Takers({ caption, all, rows }: TakersProps) {
  const shown = rows.slice(0, SHOWN);
  const others = ofOthers(all, shown);
  return (
    <table className={`${table.table ?? ''} ${styles.quotas ?? ''} ${styles.takers ?? ''}`}>
      <caption className="sr">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{caption}</th>
          <th scope="col" data-figures>
            {says.calls}
          </th>
          <th scope="col" data-figures>
            {says.points}
          </th>
          <th scope="col" data-figures>
            {says.share}
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ key, name, points, calls }) => (
          <tr key={key}>
            <td data-name>{name}</td>
            <td data-figures title={count(calls)}>
              {short(calls)}
            </td>
            <td data-figures title={count(points)}>
              {short(points)}
            </td>
            <td data-figures>{percent(points / all)}</td>
          </tr>
        ))}
        {others > 0 && (
          <tr>
            <td className="t3">{says.others}</td>
            <td />
            <td data-figures title={count(others)}>
              {short(others)}
            </td>
            <td data-figures>{percent(others / all)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
