import { Panel, PanelBody } from '@/parts/Panel';
import { When } from '@/parts/When';
import { differences } from './policy-lines';
import { valuesOf, valuesOfText } from './policy-values';
import type { Beside, Policy, RunDetail } from './retraining';
import { Sides } from './Sides';

interface RunPolicyPanelProps {
  readonly run: RunDetail;
  readonly policy: Policy;
  readonly beside: Beside | undefined;
}

/** The version of the policy that a run went by, and in what it differs from the one that is set now. */
export function RunPolicyPanel({ run: { policy: went }, policy, beside }: RunPolicyPanelProps) {
  if (went.version === policy.version) return null;
  const found = differences(valuesOfText(went.text), valuesOf(policy), beside);
  return (
    <Panel title="Policy of this run" note={`version ${went.version}`}>
      <PanelBody>
        <p>
          {went.setBy !== null && went.setAt !== null && (
            <>
              Set by {went.setBy.label}, <When at={went.setAt} />.{' '}
            </>
          )}
          {found.length === 0
            ? `Version ${policy.version}, which is set now, says the same.`
            : `Version ${policy.version}, which is set now, differs so:`}
        </p>
        {found.length > 0 && (
          <Sides
            label="Policy of this run beside the one that is set now"
            heads={[`Version ${went.version}`, `Version ${policy.version}`]}
            rows={found}
          />
        )}
      </PanelBody>
    </Panel>
  );
}
