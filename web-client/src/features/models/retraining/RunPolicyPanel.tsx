import { Panel, PanelBody } from '@/parts/Panel';
import { When } from '@/parts/When';
import { differences } from './policy-lines';
import { valuesOf, valuesOfText } from './policy-values';
import type { Beside, Policy, RunDetail } from './retraining';
import { Sides } from './Sides';
import { words } from './policy-words';

const says = words.runPolicyPanel;

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
    <Panel title={says.title} note={says.note(went.version)}>
      <PanelBody>
        <p>
          {went.setBy !== null && went.setAt !== null && (
            <>
              {says.set(went.setBy.label)} <When at={went.setAt} />.{' '}
            </>
          )}
          {found.length === 0 ? says.versionWhichIsSet(policy.version) : says.differs(policy.version)}
        </p>
        {found.length > 0 && (
          <Sides
            label={says.label}
            heads={[says.version(went.version), says.version(policy.version)]}
            rows={found}
          />
        )}
      </PanelBody>
    </Panel>
  );
}
