import { approximate, digitsTogether, together } from '@/format/amount';
import { axisMoney, digitsOfTicks, niceTop } from '@/format/axis';
import { shortDay } from '@/format/period';
import { Frame, HEIGHT, WIDTH, y, type OfRuns } from './Frame';
import type { PersonCost, StartCosts } from './summary';
import styles from './summary.module.css';
import { words } from './words';

const says = words.cost;

/** What the runs cost by the day on which they started, and whose they were. */
export function CostPanel({ costs, of }: { readonly costs: StartCosts; readonly of: OfRuns }) {
  const { days, daysPerBar, people, currency } = costs;
  const bars = days.map((_, bar) => people.map(({ amounts }) => approximate(amounts[bar] ?? '0')));
  const top = niceTop(Math.max(...bars.map((parts) => parts.reduce((whole, part) => whole + part, 0))));
  const totals = people.map(({ total }) => total);
  const digits = Math.max(digitsOfTicks(top), digitsTogether(totals));
  const told = together(totals, currency);
  const step = WIDTH / days.length;
  const [from, to] = [shortDay(days[0] ?? ''), shortDay(days.at(-1) ?? '')];
  return (
    <Frame
      title={says.title(daysPerBar)}
      note={
        <small className="cut" title={people.map(nameOf).join(', ')}>
          {people.length > 1 && (
            <span className={styles.people}>
              {people.map((person, index) => (
                <span key={colourOf(person, index)} data-person={colourOf(person, index)}>
                  <i aria-hidden="true" />
                  {nameOf(person)}
                </span>
              ))}
            </span>
          )}
        </small>
      }
      end={told.whole}
      of={of}
      aloud={[
        says.aloud(from, to, told.whole, told.isRounded),
        ...(people.length > 1
          ? people.map((person, index) => says.of(nameOf(person), told.texts[index] ?? ''))
          : []),
      ].join('; ')}
      rows={[0, 0.5, 1].map((at) => ({ at, text: axisMoney(top * at, top, currency, digits) }))}
      columns={[{ at: 0, text: from }, ...(days.length > 1 ? [{ at: 1, text: to }] : [])]}
    >
      {[0.5, 1].map((at) => (
        <line key={at} className={styles.grid} x1="0" x2={WIDTH} y1={y(at)} y2={y(at)} />
      ))}
      {bars.map((parts, bar) => (
        <g key={days[bar]}>
          {parts.map((part, index) => {
            const below = parts.slice(0, index).reduce((whole, other) => whole + other, 0);
            const person = people[index];
            return (
              person !== undefined && (
                <rect
                  key={colourOf(person, index)}
                  className={styles.bar}
                  data-person={colourOf(person, index)}
                  x={bar * step + step * 0.12}
                  width={step * 0.76}
                  y={y((below + part) / top)}
                  height={(part / top) * HEIGHT}
                />
              )
            );
          })}
        </g>
      ))}
      <line className={styles.base} x1="0" x2={WIDTH} y1={y(0)} y2={y(0)} />
    </Frame>
  );
}

function nameOf({ name, isMe }: PersonCost): string {
  if (name === null) return says.others;
  return isMe ? says.me : name;
}

function colourOf({ name }: PersonCost, index: number): string {
  return name === null ? 'others' : String(index + 1);
}
