import { CreateAlertRuleDocument, UpdateAlertRuleDocument } from '@/api/generated/alerts';
import type { ProjectOfAlerts, RuleLine } from '@/features/alerts/use-alerts';
import { conditionText } from '@/parts/alert/words';
import { useForm } from '@/parts/form';
import { checkCondition, checkRule, conditionOf, firstRule, valuesOf, type RuleValues } from './rule-values';

/** A rule that is being written, or changed. */
export function useRuleForm(
  rule: RuleLine | null,
  project: ProjectOfAlerts,
  onDone: () => void,
  onStale: () => void,
) {
  return useForm<RuleValues, RuleLine | null>({
    of: rule,
    values: (of) =>
      of === null
        ? firstRule(
            project.endpoints?.edges[0]?.node.id,
            project.channels
              .filter(({ status }) => status === 'ACTIVE')
              .map(({ id }) => id)
              .slice(0, 10),
          )
        : valuesOf(of),
    check: checkRule,
    send: async (values, { ask, of }) => {
      const { kind, endpointId, ...condition } = conditionOf(values);
      const own = {
        name: values.name.trim(),
        severity: values.severity,
        channelIds: [...values.channelIds],
        memberIds: [...values.memberIds],
        teamIds: [...values.teamIds],
        ...condition,
      };
      const watched = { projectId: project.id, kind, ...(endpointId == null ? {} : { endpointId }) };
      await (of === null
        ? ask(CreateAlertRuleDocument, { input: { ...watched, ...own } })
        : ask(UpdateAlertRuleDocument, { input: { id: of.id, expectedVersion: of.version, ...own } }));
      onDone();
    },
    onRefused: ({ code }) => {
      if (code === 'CONFLICT') onStale();
    },
    differences: (theirs, yours) => [
      { label: 'Name', theirs: theirs.name, yours: yours.name },
      { label: 'Condition', theirs: conditionText(theirs), yours: typedCondition(yours) },
    ],
  });
}

/** What is typed, as the rule would say it; half typed, it is no condition yet. */
function typedCondition(values: RuleValues): string {
  return Object.keys(checkCondition(values)).length > 0 ? '–' : conditionText(conditionOf(values));
}
