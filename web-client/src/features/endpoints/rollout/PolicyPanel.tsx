import { Button } from '@mantine/core';
import { count } from '@/format/number';
import { spanInWords } from '@/format/span';
import { KeyValue } from '@/parts/KeyValue';
import { Panel, PanelBody } from '@/parts/Panel';
import { When } from '@/parts/When';
import { alphaText } from './rollout';
import type { PolicyOfEndpoint } from './use-rollouts';
import { words } from './words';

const says = words.policyPanel;

interface PolicyPanelProps {
  /** Null where nobody has said. */
  readonly policy: PolicyOfEndpoint | null;
  /** Absent without the right to. */
  readonly onSet: (() => void) | null;
}

/** By which steps candidates take over here when nobody says otherwise, and who said so. */
export function PolicyPanel({ policy, onSet }: PolicyPanelProps) {
  return (
    <Panel
      title={says.title}
      end={
        onSet !== null && (
          <Button variant="subtle" onClick={onSet}>
            {policy === null ? says.setPolicy : says.changePolicy}
          </Button>
        )
      }
    >
      {policy === null ? (
        <PanelBody>
          <p className="t2 f12">{says.noneWhoeverStarts}</p>
        </PanelBody>
      ) : (
        <KeyValue
          facts={[
            { label: 'Steps', value: stepsInWords(policy) },
            { label: says.maximumRolledBack, value: alphaText(policy.alpha) },
            { label: says.minimumRequestsAStep, value: count(policy.minRequests) },
            { label: says.maximumPause, value: spanInWords(policy.pauseLimit) },
            { label: says.sticky, value: <code>{policy.stickyHeader}</code> },
            { label: says.set, value: policy.setBy.label },
            { label: 'Set', value: <When at={policy.setAt} /> },
          ]}
        />
      )}
    </Panel>
  );
}

function stepsInWords({ steps }: PolicyOfEndpoint): string {
  return steps.length === 0
    ? says.noneADeploymentTakes
    : steps.map(({ weight, hold }) => says.for(weight, spanInWords(hold))).join(', ');
}
