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
import { words } from './words';

const says = words.decidePanel;

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
        <Panel title={says.ifYouDecideNow}>
          <List label={says.ifYouDecideNow}>
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
      <Panel title={says.judged}>
        <List label={says.judged}>
          <ListItem
            title={says.errorsAndRefusals}
            end={<State name={last?.verdict ?? 'NO_DATA'} />}
            detail={
              last === undefined
                ? says.nothingWasCountedYet
                : says.eOfForErrors(
                    evidenceText(evidenceOf(last.logEvidence)),
                    evidenceText(evidenceOf(logLimit)),
                    evidenceText(evidenceOf(last.logCallerEvidence)),
                    evidenceText(evidenceOf(logCallerLimit)),
                    VERDICTS[last.verdict],
                  )
            }
          />
          {evidence.flatMap(({ at, extendedUntil, extendedBy }) =>
            extendedUntil === null || extendedBy === null
              ? []
              : [
                  <ListItem
                    key={at}
                    title={says.pauseExtended}
                    end={<When at={at} />}
                    detail={says.movedItsEnd(extendedBy.label, clockOf(Date.parse(extendedUntil), nowMs))}
                  />,
                ],
          )}
          <ListItem
            title={says.latencyAndQuality}
            end={
              <Status tone="idle" icon="slash">
                {says.notJudged}
              </Status>
            }
            detail={says.aCandidate}
          />
        </List>
        <KeyValue
          facts={[
            { label: `r${candidate.number}`, value: modelName(candidate) },
            { label: `r${baseline.number}`, value: modelName(baseline) },
            { label: says.started, value: creator.label },
            { label: 'Started', value: <When at={createdAt} /> },
            { label: says.maximumRolledBack, value: alphaText(alpha) },
            { label: says.minimumRequestsAStep, value: count(minRequests) },
            { label: says.maximumPause, value: spanInWords(pauseLimit) },
          ]}
        />
      </Panel>
    </Stack>
  );
}

const VERDICTS: Readonly<Record<EvidenceRowFragment['verdict'], string>> = {
  PASS: says.stepTime,
  FAIL: says.failsOrRefuses,
  INCONCLUSIVE: says.stepGoesOn,
  NO_DATA: says.hasHadNo,
};
