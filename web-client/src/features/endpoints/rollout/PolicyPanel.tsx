import { Button } from '@mantine/core';
import { count } from '@/format/number';
import { spanInWords } from '@/format/span';
import { KeyValue } from '@/parts/KeyValue';
import { Panel, PanelBody } from '@/parts/Panel';
import { When } from '@/parts/When';
import { alphaText } from './rollout';
import type { PolicyOfEndpoint } from './use-rollouts';

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
      title="Rollout policy"
      end={
        onSet !== null && (
          <Button variant="subtle" onClick={onSet}>
            {policy === null ? 'Set policy' : 'Change policy'}
          </Button>
        )
      }
    >
      {policy === null ? (
        <PanelBody>
          <p className="t2 f12">
            None. Whoever starts a rollout says its steps, and a deployment takes all of the traffic at once.
          </p>
        </PanelBody>
      ) : (
        <KeyValue
          facts={[
            { label: 'Steps', value: stepsInWords(policy) },
            { label: 'Maximum rolled back by mistake', value: alphaText(policy.alpha) },
            { label: 'Minimum requests a step', value: count(policy.minRequests) },
            { label: 'Maximum pause', value: spanInWords(policy.pauseLimit) },
            { label: 'Sticky by', value: <code>{policy.stickyHeader}</code> },
            { label: 'Set by', value: policy.setBy.label },
            { label: 'Set', value: <When at={policy.setAt} /> },
          ]}
        />
      )}
    </Panel>
  );
}

function stepsInWords({ steps }: PolicyOfEndpoint): string {
  return steps.length === 0
    ? 'none: a deployment takes over at once'
    : steps.map(({ weight, hold }) => `${weight} % for ${spanInWords(hold)}`).join(', ');
}
