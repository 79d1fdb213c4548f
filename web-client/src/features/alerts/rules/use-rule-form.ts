import { useState } from 'react';
import { useMutation } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import { CreateAlertRuleDocument, UpdateAlertRuleDocument } from '@/api/generated/alerts';
import type { ProjectOfAlerts, RuleLine } from '@/features/alerts/use-alerts';
import { checkRule, conditionOf, firstRule, valuesOf, type RuleErrors, type RuleValues } from './rule-values';

/** A rule that is being written, or changed: what is filled in, what is wrong with it, and sending it. */
export function useRuleForm(
  rule: RuleLine | null,
  project: ProjectOfAlerts,
  onDone: () => void,
  onStale: () => void,
) {
  const [values, setValues] = useState<RuleValues>(() =>
    rule === null
      ? firstRule(
          project.endpoints?.edges[0]?.node.id,
          project.channels
            .filter(({ status }) => status === 'ACTIVE')
            .map(({ id }) => id)
            .slice(0, 10),
        )
      : valuesOf(rule),
  );
  // What is changed is what was read when it opened: an update from elsewhere must not slip under it.
  const [seen, setSeen] = useState(rule?.version ?? 0);
  const [errors, setErrors] = useState<RuleErrors>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  const [{ fetching: creating }, create] = useMutation(CreateAlertRuleDocument);
  const [{ fetching: updating }, update] = useMutation(UpdateAlertRuleDocument);
  const [key, setKey] = useState(newIdempotencyKey);
  const isStale = rule !== null && rule.version !== seen;

  function set(part: Partial<RuleValues>) {
    setValues((before) => ({ ...before, ...part }));
    setErrors({});
    setFailure(null);
    setKey(newIdempotencyKey());
  }

  async function save() {
    const found = checkRule(values);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const { kind, endpointId, ...condition } = conditionOf(values);
    const own = {
      name: values.name.trim(),
      severity: values.severity,
      channelIds: [...values.channelIds],
      memberIds: [...values.memberIds],
      teamIds: [...values.teamIds],
      ...condition,
    };
    const { error } =
      rule === null
        ? await create(
            { input: { projectId: project.id, kind, ...(endpointId == null ? {} : { endpointId }), ...own } },
            idempotent(key),
          )
        : await update({ input: { id: rule.id, expectedVersion: rule.version, ...own } }, idempotent(key));
    if (error === undefined) {
      onDone();
      return;
    }
    const refused = toFailure(error);
    setFailure(refused);
    if (refused.code === 'CONFLICT') {
      setKey(newIdempotencyKey());
      onStale();
    }
  }

  return {
    values,
    set,
    errors: { ...(failure?.fields ?? {}), ...errors } as RuleErrors,
    failure: failure !== null && Object.keys(failure.fields).some((name) => name in values) ? null : failure,
    isStale,
    takeTheirs: () => {
      if (rule === null) return;
      setValues(valuesOf(rule));
      setSeen(rule.version);
      setFailure(null);
    },
    keepMine: () => {
      if (rule !== null) setSeen(rule.version);
      setFailure(null);
    },
    sending: creating || updating,
    save,
  };
}
