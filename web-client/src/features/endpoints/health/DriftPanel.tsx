import { metric, NO_VALUE, percent } from '@/format/number';
import { spanInWords } from '@/format/span';
import { exactUtc } from '@/format/time';
import { Panel } from '@/parts/Panel';
import { State } from '@/parts/State';
import { edgesOf, left, sharesOf, WIDTH, widthOf, type Bin, type Shares } from './bins';
import {
  DIVERGENCES,
  type DriftPast,
  type DriftPastFeature,
  type DriftRuleView,
  type DriftWindow,
} from './health';
import styles from './drift.module.css';
import { PastPlot } from './PastPlot';
import { words } from './words';

const says = words.driftPanel;

type Feature = DriftWindow['features'][number];

interface DriftPanelProps {
  /** The newest that was judged. */
  readonly window: DriftWindow;
  readonly rule: DriftRuleView | null;
  readonly past: DriftPast | null;
}

/** Each feature as it is asked for now, against the rows that the model was trained on. */
export function DriftPanel({ window, rule, past }: DriftPanelProps) {
  const { from, to, rows, referenceRows, revision, features, unseenRows, unseenInputs } = window;
  return (
    <Panel
      title={says.title}
      note={says.note(revision, exactUtc(from).slice(0, 16), exactUtc(to).slice(11, 16), rows, referenceRows)}
      end={
        <>
          <span className={styles.legend}>
            <i data-of="observed" />
            observed
            <i data-of="training" />
            training
          </span>
          <State name={window.verdict} />
        </>
      }
    >
      <ul className={styles.multiples}>
        {features.map((feature) => (
          <FeatureItem
            key={`${feature.kind} ${feature.name}`}
            feature={feature}
            windows={past?.windows ?? []}
            past={past?.features.find(({ name, kind }) => name === feature.name && kind === feature.kind)}
          />
        ))}
      </ul>
      {unseenRows > 0 && (
        <p className={styles.note}>{says.cameWithInputs(unseenRows, unseenInputs.join(', '))}</p>
      )}
      {rule !== null && (
        <p className={styles.note}>
          {rule.share === 0 && says.switchedOffNoWindow}
          {says.shareOfRows(percent(1 - rule.alpha, 1), rule.needed, rule.windows, spanInWords(rule.window))}
        </p>
      )}
    </Panel>
  );
}

interface FeatureItemProps {
  readonly feature: Feature;
  readonly windows: DriftPast['windows'];
  /** Undefined of one of many features that never stood out. */
  readonly past: DriftPastFeature | undefined;
}

function FeatureItem({ feature, windows, past }: FeatureItemProps) {
  const { name, kind, verdict, psi, jensenShannon, rows, tests, bins } = feature;
  return (
    <li data-verdict={verdict}>
      <div className={styles.head}>
        <span className="med cut" title={name}>
          {kind === 'PREDICTION' ? says.prediction(name) : name}
        </span>
        <State name={verdict} />
      </div>
      <p className="t3 f12">
        PSI {psi === null ? NO_VALUE : metric(psi)}
        {tests.length === 0 && says.js(jensenShannon === null ? NO_VALUE : metric(jensenShannon))}
      </p>
      {tests.map(({ divergence, value, floor, byChance, drifted }) => (
        <p key={divergence} className="t3 f12">
          {says.limitChance(DIVERGENCES[divergence], metric(value), metric(floor), metric(byChance))}
          {drifted && <span className="med"> {says.beyondBoth}</span>}
        </p>
      ))}
      <Bars name={name} bins={bins} isDashed={verdict === 'INSUFFICIENT'} />
      <p className="t3 f12">{says.rowsAndMost(rows, percent(mostOf(sharesOf(bins))))}</p>
      {past !== undefined && windows.length > 1 && <PastPlot windows={windows} feature={past} />}
    </li>
  );
}

interface BarsProps {
  readonly name: string;
  readonly bins: readonly Bin[];
  /** Too few rows to tell. */
  readonly isDashed: boolean;
}

const HEIGHT = 60;

/** Bars are what was observed, lines the training; below them stands which values they are of. */
function Bars({ name, bins, isDashed }: BarsProps) {
  const shares = sharesOf(bins);
  const most = mostOf(shares);
  const width = widthOf(bins);
  const missing = shares[bins.findIndex((bin) => bin.missing)]?.observed ?? 0;
  return (
    <div className={styles.drawn}>
      <svg
        className={styles.bars}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={says.label(name, percent(most), bins.length, percent(missing, 1))}
      >
        {shares.map((share, index) => {
          const x = left(bins, index);
          const y = HEIGHT - (share.observed / most) * (HEIGHT - 4);
          const line = HEIGHT - (share.reference / most) * (HEIGHT - 4);
          return (
            <g key={index}>
              <rect
                data-dashed={isDashed || undefined}
                x={x + 1}
                y={y}
                width={Math.max(1, width - 2)}
                height={HEIGHT - y}
              />
              <line x1={x} x2={x + width} y1={line} y2={line} />
            </g>
          );
        })}
      </svg>
      <p className={styles.edges}>
        {edgesOf(bins).map(({ at, text }) => (
          <span key={at} style={{ left: `${at * 100}%` }}>
            {text}
          </span>
        ))}
      </p>
    </div>
  );
}

/** The share of the highest bar or line. */
function mostOf(shares: readonly Shares[]): number {
  return Math.max(0.0001, ...shares.flatMap(({ observed, reference }) => [observed, reference]));
}
