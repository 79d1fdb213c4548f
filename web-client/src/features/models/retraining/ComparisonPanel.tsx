import { count, metricInColumn } from '@/format/number';
import { Panel, PanelBody } from '@/parts/Panel';
import table from '@/parts/table.module.css';
import { Status } from '@/parts/Status';
import { Compared } from './Compared';
import { Interval } from './Interval';
import {
  goesOn,
  points,
  pWithSign,
  verdictOf,
  versionName,
  type Beside,
  type Comparison,
  type Policy,
  type RunDetail,
  type Verdict,
} from './retraining';
import styles from './retraining.module.css';
import { words } from './comparison-words';

const says = words.comparisonPanel;

interface ComparisonPanelProps {
  readonly run: RunDetail;
  readonly policy: Policy;
  readonly beside: Beside | undefined;
}

/** Champion and challenger on the same rows: measures, where they differ, and whether that may be chance. */
export function ComparisonPanel({ run, policy, beside }: ComparisonPanelProps) {
  const { comparison } = run;
  const challenger = versionName(run.challenger, 'Challenger');
  const champion = versionName(run.champion, 'Champion');
  const verdict = verdictOf(run);
  return (
    <Panel
      title={says.title}
      {...(comparison === null
        ? {}
        : { note: says.note(champion, challenger.toLowerCase(), comparison.rows) })}
    >
      {comparison === null || verdict === null ? (
        <PanelBody>
          <p className="t3">{goesOn(run) ? says.noneUntilBothWere : says.runEndedBefore}</p>
        </PanelBody>
      ) : (
        <>
          <div className={styles.split}>
            <Measures comparison={comparison} challenger={challenger} champion={champion} />
            <div className={styles.evidence}>
              <h3>{says.whereTheyDiffer}</h3>
              <Mcnemar comparison={comparison} challenger={challenger} champion={champion} />
            </div>
          </div>
          <Answer comparison={comparison} verdict={verdict} challenger={challenger} champion={champion} />
        </>
      )}
      {(comparison !== null || goesOn(run)) && (
        <Compared run={run} policy={policy} beside={beside}>
          {comparison !== null && <LeftOut comparison={comparison} />}
        </Compared>
      )}
    </Panel>
  );
}

interface BothProps {
  readonly comparison: Comparison;
  readonly challenger: string;
  readonly champion: string;
}

const SAME = 0.00005;

function Measures({ comparison, challenger, champion }: BothProps) {
  return (
    <div className={styles.scroll} role="region" aria-label="Measures" tabIndex={0}>
      <table className={table.table} aria-label={says.challengerAgainstChampion}>
        <thead>
          <tr>
            <th scope="col">Measure</th>
            <th scope="col" data-figures>
              {challenger}
            </th>
            <th scope="col" data-figures>
              {champion}
            </th>
            <th scope="col" data-figures>
              Difference
            </th>
            <th scope="col">
              <span className="sr">Direction</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {comparison.metrics.map(({ name, challenger: mine, champion: theirs }) => {
            const difference = mine - theirs;
            const direction = Math.abs(difference) < SAME ? 'same' : difference > 0 ? 'better' : 'worse';
            return (
              <tr key={name}>
                <td data-name>{name}</td>
                <td data-figures>
                  {direction === 'better' ? <b>{metricInColumn(mine)}</b> : metricInColumn(mine)}
                </td>
                <td data-figures>
                  {direction === 'worse' ? <b>{metricInColumn(theirs)}</b> : metricInColumn(theirs)}
                </td>
                <td data-figures data-direction={direction} className={styles.difference}>
                  {signed(difference)}
                </td>
                <td data-direction={direction} className={`f12 ${styles.difference ?? ''}`}>
                  {direction}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function signed(difference: number): string {
  const text = Math.abs(difference).toFixed(4);
  return `${Number(text) === 0 ? '' : difference < 0 ? '−' : '+'}${text}`;
}

/** The table of McNemar's test: only the rows that one of them gets right speak. */
function Mcnemar({ comparison, challenger, champion }: BothProps) {
  const { bothRight, bothWrong, onlyChallenger, onlyChampion } = comparison;
  return (
    <table className={styles.mcnemar} aria-label={says.rowsThatBothOne}>
      <thead>
        <tr>
          <td />
          <th scope="col">{champion} right</th>
          <th scope="col">{champion} wrong</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{challenger} right</th>
          <td>{count(bothRight)}</td>
          <td data-cell="fixed">
            {count(onlyChallenger)}
            <small>fixed</small>
          </td>
        </tr>
        <tr>
          <th scope="row">{challenger} wrong</th>
          <td data-cell="broken">
            {count(onlyChampion)}
            <small>broken</small>
          </td>
          <td>{count(bothWrong)}</td>
        </tr>
      </tbody>
    </table>
  );
}

/** Rows with a label that say nothing: whoever wonders at the number above finds the others here. */
function LeftOut({ comparison }: { readonly comparison: Comparison }) {
  const { duplicates, inTraining, notSampled } = comparison;
  const parts = [
    [inTraining, says.eitherWasTrained],
    [duplicates, says.thereAlready],
    [notSampled, says.beyondTheSample],
  ] as const;
  const said = parts.flatMap(([rows, what]) => (rows ? [`${count(rows)} ${what}`] : []));
  return said.length === 0 ? null : <p>{says.rowsLeftOut(said.join(', '))}</p>;
}

interface AnswerProps extends BothProps {
  readonly verdict: Verdict;
}

/** The difference with its interval against zero, and what the test says of it: a line, and its figures. */
function Answer({ comparison, verdict, challenger, champion }: AnswerProps) {
  const { pValue, chiSquare, test, difference, lower, upper } = comparison;
  const incumbent = champion.toLowerCase();
  return (
    <div className={styles.answer}>
      <span className={styles.pair}>{says.pair(challenger, incumbent)}</span>
      <Interval comparison={comparison} />
      <span className={styles.range}>
        <b>{points(difference)}</b> {says.range(points(lower), points(upper))}
      </span>
      {verdict === 'better' && (
        <Status tone="ok" icon="ok">
          {says.better(incumbent)}
        </Status>
      )}
      {verdict === 'worse' && (
        <Status tone="bad" icon="bad">
          {says.worse(incumbent)}
        </Status>
      )}
      {verdict === 'not shown' && (
        <Status tone="idle" icon="info">
          {says.notShown}
        </Status>
      )}
      <p>
        {says.tested(pWithSign(pValue), chiSquare.toFixed(2), test)}
        {verdict === 'not shown' && says.theseRowsCannotTell(incumbent)}
      </p>
    </div>
  );
}
