import { isoDay, shortDay } from '@/format/period';
import { exactUtc } from '@/format/time';
import { Panel, PanelBody } from '@/parts/Panel';
import { TRIGGERS, type Policy, type RunRow } from '@/features/models/retraining/retraining';
import { lanesOf, OUTCOMES, type Lane, type Outcome } from './triggers';
import styles from './triggers.module.css';
import { words } from '@/features/models/retraining/words';

const says = words.triggersPanel;

interface TriggersPanelProps {
  readonly runs: readonly RunRow[];
  readonly policy: Policy;
  readonly hasMore: boolean;
  readonly nowMs: number;
}

/** What triggered the policy and when, what came of each, and what its schedule has ahead. */
export function TriggersPanel({ runs, policy, hasMore, nowMs }: TriggersPanelProps) {
  const found = lanesOf(runs, policy, nowMs);
  if (found === null) return null;
  const { lanes, fromMs, toMs, now, cooldown } = found;
  const there = new Set(lanes.flatMap(({ marks }) => marks.map(({ outcome }) => outcome)));
  return (
    <Panel
      title={says.title}
      {...(hasMore ? { note: says.newest(runs.length) } : {})}
      end={
        <ul className={styles.legend}>
          {OUTCOMES.filter((outcome) => there.has(outcome)).map((outcome) => (
            <li key={outcome}>
              <i className={styles.mark} data-outcome={outcome} aria-hidden="true" />
              {says.outcomes[outcome]}
            </li>
          ))}
          {cooldown !== null && (
            <li>
              <i className={styles.cooldown} aria-hidden="true" />
              {says.cooldown}
            </li>
          )}
        </ul>
      }
    >
      <PanelBody>
        <ul className={styles.lanes}>
          {lanes.map((lane) => (
            <li key={lane.trigger}>
              <span className={styles.name}>{TRIGGERS[lane.trigger]}</span>
              <span className={styles.track} role="img" aria-label={aloud(lane)}>
                {cooldown !== null && (
                  <i
                    className={styles.cooldown}
                    style={{ left: `${now * 100}%`, width: `${cooldown * 100}%` }}
                  />
                )}
                <i className={styles.now} style={{ left: `${now * 100}%` }} />
                {lane.marks.map(({ key, at, atMs, outcome }) => (
                  <i
                    key={key}
                    className={styles.mark}
                    data-outcome={outcome}
                    style={{ left: `${at * 100}%` }}
                    title={says.at(says.outcomes[outcome], exactUtc(new Date(atMs).toISOString()))}
                  />
                ))}
              </span>
            </li>
          ))}
        </ul>
        <div className={styles.days} aria-hidden="true">
          <span>{shortDay(isoDay(fromMs))}</span>
          {now > AWAY && now < 1 - AWAY && <span style={{ left: `${now * 100}%` }}>{says.now}</span>}
          <span>{shortDay(isoDay(toMs))}</span>
        </div>
      </PanelBody>
    </Panel>
  );
}

/** As near to an end as this its name would stand on that of the end. */
const AWAY = 0.15;

function aloud({ trigger, marks }: Lane): string {
  const counted = OUTCOMES.map((outcome): readonly [Outcome, number] => [
    outcome,
    marks.filter((mark) => mark.outcome === outcome).length,
  ]).filter(([, n]) => n > 0);
  return says.lane(
    TRIGGERS[trigger],
    counted.map(([outcome, n]) => says.counted(n, says.outcomes[outcome])),
  );
}
