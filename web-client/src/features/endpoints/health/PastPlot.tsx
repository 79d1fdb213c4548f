import { shortDay } from '@/format/period';
import { exactUtc } from '@/format/time';
import { drawnPast, pastInWords } from './drift-past';
import type { DriftPast, DriftPastFeature } from './health';
import styles from './drift.module.css';
import { words } from './words';

const says = words.pastPlot;

interface PastPlotProps {
  readonly windows: DriftPast['windows'];
  readonly feature: DriftPastFeature;
}

const WIDTH = 200;
const HEIGHT = 44;

/** What the tests say window by window, in multiples of the limit, a line; what chance gives is a dashed one, and too few rows are outlined only. */
export function PastPlot({ windows, feature }: PastPlotProps) {
  const { bars } = drawnPast(windows, feature.points);
  const words = pastInWords(feature);
  return (
    <figure className={styles.past}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${feature.name}: ${words}`}
      >
        {bars.map(({ x, width, height, byChance, floor, verdict }, index) => {
          const left = x * WIDTH;
          const right = left + width * WIDTH;
          const high = Math.max(1.5, height * HEIGHT);
          return (
            <g key={index} data-verdict={verdict}>
              <rect x={left + 0.5} y={HEIGHT - high} width={Math.max(0.75, right - left - 1)} height={high} />
              {floor !== null && <Level className={styles.limit} {...{ left, right }} at={floor} />}
              {byChance !== null && <Level className={styles.chance} {...{ left, right }} at={byChance} />}
            </g>
          );
        })}
      </svg>
      <figcaption className="t3 f12">
        <span>{moment(windows[0]?.from ?? '')}</span>
        <span>{moment(windows.at(-1)?.to ?? '')}</span>
        <span>{says.drifted(feature.drifted, feature.points.length)}</span>
      </figcaption>
    </figure>
  );
}

/** `5 Nov 14:00` */
function moment(at: string): string {
  const exact = exactUtc(at);
  return `${shortDay(exact.slice(0, 10))} ${exact.slice(11, 16)}`;
}

interface LevelProps {
  readonly className: string | undefined;
  readonly left: number;
  readonly right: number;
  readonly at: number;
}

function Level({ className, left, right, at }: LevelProps) {
  const y = HEIGHT - at * HEIGHT;
  return <line className={className} x1={left} x2={right} y1={y} y2={y} />;
}
