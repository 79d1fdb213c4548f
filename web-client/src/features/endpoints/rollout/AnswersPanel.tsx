import type { EndpointDetail } from '@/features/endpoints/detail';
import endpointStyles from '@/features/endpoints/endpoints.module.css';
import { colours } from '@/features/endpoints/revisions';
import { count, NO_VALUE, percent } from '@/format/number';
import { Panel } from '@/parts/Panel';
import { Status } from '@/parts/Status';
import table from '@/parts/table.module.css';
import { Segments, useTab } from '@/parts/Tabs';
import { Tag } from '@/parts/Tag';
import { countsOf, type Answers } from './rollout';
import styles from './rollout.module.css';
import type { RolloutOfEndpoint } from './use-rollouts';
import { words } from './words';

const says = words.answersPanel;

interface AnswersPanelProps {
  readonly rollout: RolloutOfEndpoint;
  readonly endpoint: EndpointDetail;
}

const OF = [
  { key: 'step', label: says.thisStep },
  { key: 'all', label: says.allSteps },
];

const CLASSES: readonly {
  readonly of: keyof Answers;
  readonly label: string;
  readonly icon: 'bad' | 'users' | 'ok';
  readonly judged: boolean;
  readonly means: string;
}[] = [
  {
    of: 'judged',
    label: says.replicaAndPlatform,
    icon: 'bad',
    judged: true,
    means: says.theModel,
  },
  {
    of: 'caller',
    label: 'Caller',
    icon: 'users',
    judged: true,
    means: says.refusedAsWrongJudged,
  },
  {
    of: 'other',
    label: 'Others',
    icon: 'ok',
    judged: false,
    means: says.answeredCancelled,
  },
];

/** What both revisions answered, and which of it the rollout is judged by. */
export function AnswersPanel({ rollout, endpoint }: AnswersPanelProps) {
  const of = useTab(OF, 'answers');
  const colourOf = colours(endpoint.revisions);
  const { candidate, baseline, steps, step } = rollout;
  const counts = countsOf(of === 'all' ? steps : steps.filter(({ number }) => number === step));
  const all = counts.candidate.requests + counts.baseline.requests;
  const heads = [candidate, baseline].map(({ id, number }) => (
    <span key={id} className={endpointStyles.named}>
      <span className={endpointStyles.swatch} data-colour={colourOf.get(id)} aria-hidden="true" />r{number}
    </span>
  ));
  return (
    <Panel title={says.title} end={<Segments label={says.answers} param="answers" tabs={OF} />}>
      <div className={styles.scroll} role="region" aria-label={says.tableOfAnswers} tabIndex={0}>
        <table className={table.table} aria-label={says.answersByClass}>
          <thead>
            <tr>
              <th scope="col">Class</th>
              <th scope="col" data-figures className="only-wide">
                {heads[0]} answers
              </th>
              <th scope="col" data-figures>
                {heads[0]} share
              </th>
              <th scope="col" data-figures className="only-wide">
                {heads[1]} answers
              </th>
              <th scope="col" data-figures>
                {heads[1]} share
              </th>
              <th scope="col" className="only-wide">
                Verdict
              </th>
              <th scope="col" className="only-wide">
                Means
              </th>
            </tr>
          </thead>
          <tbody>
            {CLASSES.map(({ of: key, label, icon, judged, means }) => (
              <tr key={key}>
                <td data-name>
                  <Status tone="idle" icon={icon}>
                    {label}
                  </Status>
                </td>
                <td data-figures className="only-wide">
                  {count(counts.candidate[key])}
                </td>
                <td data-figures>{shareOf(counts.candidate, key)}</td>
                <td data-figures className="only-wide">
                  {count(counts.baseline[key])}
                </td>
                <td data-figures>{shareOf(counts.baseline, key)}</td>
                <td className="only-wide">{judged ? <Tag accent>judged</Tag> : says.notJudged}</td>
                <td className="only-wide">
                  <span className={`t3 f12 ${styles.means ?? ''}`}>{means}</span>
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td data-name>Requests</td>
              <td data-figures className="only-wide">
                {count(counts.candidate.requests)}
              </td>
              <td data-figures>{all === 0 ? NO_VALUE : percent(counts.candidate.requests / all, 2)}</td>
              <td data-figures className="only-wide">
                {count(counts.baseline.requests)}
              </td>
              <td data-figures>{all === 0 ? NO_VALUE : percent(counts.baseline.requests / all, 2)}</td>
              <td className="only-wide" />
              <td className="only-wide t3 f12">{says.sharesOfBoth}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </Panel>
  );
}

function shareOf(answers: Answers, key: keyof Answers): string {
  return answers.requests === 0 ? NO_VALUE : percent(answers[key] / answers.requests, 3);
}
