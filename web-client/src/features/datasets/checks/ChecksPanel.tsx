import { Button } from '@mantine/core';
import { Fragment, useState } from 'react';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import {
  MoreResultsDocument,
  type DatasetVersionDetailFragment,
  type ValidationDetailFragment,
} from '@/api/generated/datasets';
import { followingPage } from '@/api/use-pages';
import { count, NO_VALUE, percent } from '@/format/number';
import { FormFailure } from '@/parts/form';
import { Icon } from '@/parts/Icon';
import { MoreChoices } from '@/parts/MoreChoices';
import { useNow } from '@/parts/now';
import { Panel, PanelBody } from '@/parts/Panel';
import { stateWord } from '@/parts/State';
import { Status } from '@/parts/Status';
import table from '@/parts/table.module.css';
import { Tag } from '@/parts/Tag';
import { useParam } from '@/parts/use-param';
import { CheckDetail } from './CheckDetail';
import styles from './checks.module.css';
import { failedFirst, openWaiverOf, outcome, totals, type CheckResult, checkSentence } from './gate';
import { KeptIn } from './GatePanel';
import { text } from './sentences';
import { words } from './words';

const says = words.checksPanel;

/** So many at first, besides those that failed. */
const SHOWN = 8;

interface ChecksPanelProps {
  readonly version: DatasetVersionDetailFragment;
  readonly validation: ValidationDetailFragment;
  readonly mayWrite: boolean;
  readonly onChanged: () => void;
}

/** What came of each check, failed ones first; which one is open stands in the address. */
export function ChecksPanel({ version, validation, mayWrite, onChanged }: ChecksPanelProps) {
  const [open, setOpen] = useParam('check');
  const [extent, setExtent] = useParam('checks');
  const { more, failure } = useMoreResults(validation);
  const results = failedFirst(validation.results.edges.map(({ node }) => node));
  const { all, otherwise } = totals(validation);
  const isWhole = extent === 'all' || results.length <= SHOWN + 1;
  const shown = results.filter(
    (result, index) => isWhole || index < SHOWN || !result.success || String(result.number) === open,
  );
  const failed = results.filter(({ success }) => !success).length;
  return (
    <Panel
      title="Checks"
      note={says.note(validation.suite.number)}
      end={validation.status === 'RUNNING' ? undefined : outcome(validation)}
    >
      {results.length === 0 ? (
        <PanelBody>
          <p className="t3">{NONE[validation.status]}</p>
        </PanelBody>
      ) : (
        <div className={styles.scroll}>
          <table className={table.table} aria-label={says.label}>
            <thead>
              <tr>
                <th scope="col">Expectation</th>
                <th scope="col" className="only-wide">
                  Severity
                </th>
                <th scope="col" data-figures className="only-wide">
                  Checked
                </th>
                <th scope="col" data-figures>
                  Unexpected
                </th>
                <th scope="col" data-figures className="only-wide">
                  Missing
                </th>
                <th scope="col" data-figures className="only-wide">
                  Observed
                </th>
                <th scope="col">Result</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((result) => {
                const isOpen = String(result.number) === open;
                return (
                  <Fragment key={result.number}>
                    <Row
                      result={result}
                      validation={validation}
                      isOpen={isOpen}
                      onToggle={() => setOpen(isOpen ? '' : String(result.number))}
                    />
                    {isOpen && (
                      <tr className={styles.detail} id={`check-${result.number}`}>
                        <td colSpan={7}>
                          <CheckDetail
                            result={result}
                            version={version}
                            validation={validation}
                            mayWrite={mayWrite}
                            onChanged={onChanged}
                          />
                        </td>
                      </tr>
                    )}
                  </Fragment>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      {failure !== null && <FormFailure what={says.what} failure={failure} />}
      {(!isWhole || more !== null) && (
        <div className={table.note}>
          {!isWhole && (
            <Button variant="subtle" onClick={() => setExtent('all')}>
              {says.showAll(results.length)}
            </Button>
          )}
          {more !== null && failed < otherwise && <span>{says.furtherDown(otherwise - failed)}</span>}
          <MoreChoices loaded={results.length} noun="checks" more={more} />
          {more !== null && <span>of {count(all)}</span>}
        </div>
      )}
      {validation.quarantine !== null && (
        <div className={table.note}>
          <span>
            {validation.quarantineCut && says.theFirst}
            {says.keptApart(validation.quarantinedRows)} <KeptIn quarantine={validation.quarantine} />
            {validation.quarantineCut && says.moreFailed}
          </span>
        </div>
      )}
    </Panel>
  );
}

const NONE: Readonly<Record<ValidationDetailFragment['status'], string>> = {
  RUNNING: says.whatComesOfEach,
  ERRORED: says.noneWasJudged,
  PASSED: says.hadNoTable,
  FAILED: says.hadNoTable,
};

/** The page of results that follows; it reaches the validation through the cache. */
function useMoreResults({ id, results }: ValidationDetailFragment) {
  const [after, setAfter] = useState<string | null>(null);
  const [{ error, fetching }, ask] = useQuery({
    query: MoreResultsDocument,
    variables: { id, after },
    pause: after === null,
  });
  const next = followingPage(results.pageInfo);
  const more =
    next === null
      ? null
      : {
          // One that did not come is asked for again.
          load: () => (next === after ? ask({ requestPolicy: 'network-only' }) : setAfter(next)),
          loading: fetching,
        };
  return { more, failure: error === undefined ? null : toFailure(error) };
}

interface RowProps {
  readonly result: CheckResult;
  readonly validation: ValidationDetailFragment;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function Row({ result, validation, isOpen, onToggle }: RowProps) {
  const { number, expectation, severity, elementCount, missingCount, unexpectedCount, observedValue } =
    result;
  return (
    <tr>
      <td className={styles.check}>
        <button
          type="button"
          className={`bare ${styles.open ?? ''}`}
          aria-expanded={isOpen}
          aria-controls={isOpen ? `check-${number}` : undefined}
          onClick={onToggle}
        >
          <Icon name="right" size={14} />
          <span>{checkSentence(validation, result)}</span>
        </button>
        <span className={styles.second}>{expectation.name}</span>
      </td>
      <td className="only-wide">
        <Tag>{stateWord(severity)}</Tag>
      </td>
      <td data-figures className="only-wide">
        {figure(elementCount)}
      </td>
      <td data-figures>
        {figure(unexpectedCount)} <span className="t3 only-wide">{shareOf(result)}</span>
      </td>
      <td data-figures className="only-wide">
        {figure(missingCount)}
      </td>
      <td data-figures className="only-wide">
        <Observed value={observedValue} />
      </td>
      <td>
        <ResultState result={result} validation={validation} />
      </td>
    </tr>
  );
}

function figure(value: number | null): string {
  return value === null ? NO_VALUE : count(value);
}

/** Of those that were considered, as Great Expectations counts. */
function shareOf({ unexpectedCount, unexpectedPercent }: CheckResult): string {
  return unexpectedCount === 0 || unexpectedPercent === null ? '' : percent(unexpectedPercent / 100, 2);
}

const MAX_OBSERVED = 18;

function Observed({ value }: { readonly value: unknown }) {
  const said = text(value);
  if (said.length <= MAX_OBSERVED) return <>{said}</>;
  return <span title={said}>{`${said.slice(0, MAX_OBSERVED - 1)}…`}</span>;
}

/** Passed, failed, or let pass for a while. */
export function ResultState({
  result: { success, severity, error, number },
  validation,
}: Pick<RowProps, 'result' | 'validation'>) {
  const now = useNow();
  if (success)
    return (
      <Status tone="ok" icon="ok">
        Passed
      </Status>
    );
  const waiver = openWaiverOf(validation, number, now);
  const said = error === null ? 'Failed' : says.notJudged;
  if (waiver?.status === 'GRANTED')
    return (
      <Status tone="warn" icon="shield">
        {said}, waived
      </Status>
    );
  const isBlocking = severity === 'BLOCK';
  return (
    <Status
      tone={isBlocking ? 'bad' : severity === 'WARN' ? 'warn' : 'idle'}
      icon={isBlocking ? 'bad' : 'warn'}
    >
      {said}
      {waiver !== undefined && says.waiverAsked}
    </Status>
  );
}
