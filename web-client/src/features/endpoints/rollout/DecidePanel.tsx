import type { EvidenceRowFragment } from '@/api/generated/endpoints';
import { Stack } from '@/parts/Columns';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { modelName } from '@/features/endpoints/revisions';
import { count } from '@/format/number';
import { spanInWords } from '@/format/span';
import { KeyValue } from '@/parts/KeyValue';
import { List, ListItem } from '@/parts/List';
import { Panel } from '@/parts/Panel';
import { State } from '@/parts/State';
import { Status } from '@/parts/Status';
import { When } from '@/parts/When';
import { abortSentence, nothingSentence, promoteSentence } from './decisions';
import { alphaText, clockOf, evidenceOf, evidenceText, isUnderWay } from './rollout';
import type { RolloutOfEndpoint } from './use-rollouts';

interface DecidePanelProps {
  readonly rollout: RolloutOfEndpoint;
  readonly endpoint: EndpointDetail;
  /** Newest first. */
  readonly evidence: readonly EvidenceRowFragment[];
  readonly perMinute: number;
  readonly nowMs: number;
}

/** What each decision would come to, in figures; once it is over, what it was. */
export function DecidePanel({ rollout, endpoint, evidence, perMinute, nowMs }: DecidePanelProps) {
  const {
    candidate,
    baseline,
    alpha,
    minRequests,
    pauseLimit,
    creator,
    createdAt,
    logLimit,
    logCallerLimit,
  } = rollout;
  const last = evidence[0];
  const traffic = { rollout, endpoint, perMinute, nowMs };
  return (
    <Stack>
      {isUnderWay(rollout) && (
        <Panel title="If you decide now">
          <List label="If you decide now">
            {rollout.status !== 'PENDING' && (
              <ListItem
                icon={<Status tone="ok" icon="arrowUp" />}
                title="Promote"
                detail={promoteSentence(traffic)}
              />
            )}
            <ListItem
              icon={<Status tone="bad" icon="undo" />}
              title="Abort"
              detail={abortSentence(traffic)}
            />
            <ListItem
              icon={<Status tone="wait" icon="clock" />}
              title="Nothing"
              detail={nothingSentence(traffic)}
            />
          </List>
        </Panel>
      )}
      <Panel title="Judged by">
        <List label="Judged by">
          <ListItem
            title="Errors and refusals"
            end={<State name={last?.verdict ?? 'NO_DATA'} />}
            detail={
              last === undefined
                ? 'Nothing was counted yet.'
                : `E ${evidenceText(evidenceOf(last.logEvidence))} of ${evidenceText(evidenceOf(logLimit))} for errors, ${evidenceText(evidenceOf(last.logCallerEvidence))} of ${evidenceText(evidenceOf(logCallerLimit))} for refusals; ${VERDICTS[last.verdict]}`
            }
          />
          {evidence.flatMap(({ at, extendedUntil, extendedBy }) =>
            extendedUntil === null || extendedBy === null
              ? []
              : [
                  <ListItem
                    key={at}
                    title="Pause extended"
                    end={<When at={at} />}
                    detail={`${extendedBy.label} moved its end to ${clockOf(Date.parse(extendedUntil), nowMs)}.`}
                  />,
                ],
          )}
          <ListItem
            title="Latency and quality"
            end={
              <Status tone="idle" icon="slash">
                Not judged
              </Status>
            }
            detail="A candidate that is slow, or wrong without failing, is not found by this."
          />
        </List>
        <KeyValue
          facts={[
            { label: `r${candidate.number}`, value: modelName(candidate) },
            { label: `r${baseline.number}`, value: modelName(baseline) },
            { label: 'Started by', value: creator.label },
            { label: 'Started', value: <When at={createdAt} /> },
            { label: 'Maximum rolled back by mistake', value: alphaText(alpha) },
            { label: 'Minimum requests a step', value: count(minRequests) },
            { label: 'Maximum pause', value: spanInWords(pauseLimit) },
          ]}
        />
      </Panel>
    </Stack>
  );
}

const VERDICTS: Readonly<Record<EvidenceRowFragment['verdict'], string>> = {
  PASS: 'the step’s time is over, and it was not found to be worse.',
  FAIL: 'it fails, or refuses, more often.',
  INCONCLUSIVE: 'the step’s time is not over, or there were too few requests.',
  NO_DATA: 'it has had no request: neither a pass nor a fail.',
};
