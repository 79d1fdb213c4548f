import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { AlertRuleKind, AlertSeverity } from '@/api/generated/alerts';
import styles from '@/features/alerts/alerts.module.css';
import { MemberBoxes } from '@/features/alerts/channels/MemberBoxes';
import { endpointName, type ProjectOfAlerts, type RuleLine } from '@/features/alerts/use-alerts';
import { CHANNEL_WORDS } from '@/features/alerts/words';
import { conditionText, isSilenced, KINDS } from '@/parts/alert/words';
import { Drawer } from '@/parts/Drawer';
import { FieldError, FormFailure } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { useNow } from '@/parts/now';
import { SpanField } from '@/parts/SpanField';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { EndRule } from './EndRule';
import { RulePreview } from './RulePreview';
import { SilenceDialog } from '@/parts/alert/SilenceDialog';
import { TeamBoxes } from './TeamBoxes';
import { useRuleForm } from './use-rule-form';

interface RuleEditorProps {
  /** Null: a new one. */
  readonly rule: RuleLine | null;
  readonly project: ProjectOfAlerts;
  readonly mayWrite: boolean;
  readonly onClose: () => void;
  readonly onStale: () => void;
}

const KIND_CHOICES = (Object.keys(KINDS) as AlertRuleKind[]).map((value) => ({
  value,
  label: KINDS[value].label,
}));

/** A rule as a sentence, with how often it would have spoken over the last week. */
export function RuleEditor(props: RuleEditorProps) {
  const { rule, project, mayWrite, onClose, onStale } = props;
  const now = useNow();
  const [asking, setAsking] = useState<'silence' | 'end' | null>(null);
  const form = useRuleForm(rule, project, onClose, onStale);
  const { values, set, errors } = form;
  const { ofEndpoint, unit } = KINDS[values.kind];
  const endpoints = project.endpoints?.edges.map(({ node }) => node) ?? [];
  const frozen = rule !== null || !mayWrite;
  return (
    <Drawer
      title={rule === null ? 'New rule' : rule.name}
      aside={rule !== null && <Tag>v{rule.version}</Tag>}
      onClose={onClose}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void form.save();
        }}
      >
        <fieldset className={styles.fields} disabled={!mayWrite}>
          <legend className="sr">{rule === null ? 'New rule' : rule.name}</legend>
          <TextInput
            label="Name"
            required
            autoComplete="off"
            maxLength={200}
            value={values.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
            error={shown(errors.name)}
          />
          <div className={styles.sentence}>
            <NativeSelect
              label="When the"
              disabled={frozen}
              data={KIND_CHOICES}
              value={values.kind}
              onChange={(event) => set({ kind: event.currentTarget.value as AlertRuleKind })}
            />
            {ofEndpoint && (
              <NativeSelect
                label="of"
                disabled={frozen}
                data={
                  rule === null
                    ? endpoints.map(({ id, name }) => ({ value: id, label: name }))
                    : [
                        {
                          value: values.endpointId,
                          label: endpointName(project, values.endpointId) ?? 'an endpoint',
                        },
                      ]
                }
                value={values.endpointId}
                onChange={(event) => set({ endpointId: event.currentTarget.value })}
                error={shown(errors.endpointId)}
              />
            )}
            <TextInput
              label="is over"
              inputMode="decimal"
              autoComplete="off"
              rightSection={<span className="t3 f12">{unit}</span>}
              rightSectionWidth={48}
              value={values.threshold}
              onChange={(event) => set({ threshold: event.currentTarget.value })}
              error={shown(errors.threshold)}
            />
            <SpanField
              label={values.kind === 'BUDGET' ? 'looked at over' : 'in'}
              units={['minutes', 'hours']}
              value={values.window}
              onChange={(window) => set({ window })}
              error={shown(errors.window)}
            />
            <SpanField
              label="for at least"
              units={['minutes', 'hours']}
              value={values.lasting}
              onChange={(lasting) => set({ lasting })}
              error={shown(errors.lasting)}
            />
            <NativeSelect
              label="tell as"
              data={[
                { value: 'WARNING', label: 'warning' },
                { value: 'CRITICAL', label: 'critical' },
              ]}
              value={values.severity}
              onChange={(event) => set({ severity: event.currentTarget.value as AlertSeverity })}
            />
          </div>
          <ChannelBoxes
            project={project}
            chosen={values.channelIds}
            onChange={(channelIds) => set({ channelIds })}
          />
          {mayWrite && (
            <>
              <p className="t2 f12">
                In the inbox of whoever made the rule, and of these people while they may read what it is
                about:
              </p>
              <MemberBoxes
                chosen={values.memberIds}
                onChange={(memberIds) => set({ memberIds })}
                error={shown(errors.memberIds)}
              />
              <TeamBoxes
                chosen={values.teamIds}
                onChange={(teamIds) => set({ teamIds })}
                error={shown(errors.teamIds)}
              />
            </>
          )}
        </fieldset>
        <RulePreview project={project} rule={rule} values={values} />
        {form.isStale && rule !== null && (
          <div role="alert" className={styles.theirs}>
            <p className="med">Someone else changed it meanwhile</p>
            <KeyValue
              facts={[
                { label: 'It is called now', value: rule.name },
                { label: 'It speaks now', value: conditionText(rule) },
              ]}
            />
            <div className={styles.acts}>
              <Button variant="default" onClick={form.takeTheirs}>
                Begin from there
              </Button>
              <Button variant="default" onClick={form.keepMine}>
                Keep what I typed
              </Button>
            </div>
          </div>
        )}
        {form.failure !== null && !(form.failure.code === 'CONFLICT' && form.isStale) && (
          <FormFailure what="Could not save the rule" failure={form.failure} />
        )}
        {rule !== null && (
          <p className={styles.blank}>
            Made by {rule.createdBy.label}, <When at={rule.createdAt} />
            {isSilenced(rule, now) && rule.silencedUntil !== null && (
              <>
                . Silenced by {rule.silencedBy?.label ?? 'somebody'}, its end is{' '}
                <When at={rule.silencedUntil} />: {rule.silenceReason}
              </>
            )}
          </p>
        )}
        {mayWrite && (
          <div className={styles.footer}>
            {rule !== null && (
              <span className={styles.left}>
                <Button variant="default" color="red" onClick={() => setAsking('end')}>
                  End…
                </Button>
                <Button variant="default" onClick={() => setAsking('silence')}>
                  Silence…
                </Button>
              </span>
            )}
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={form.sending} disabled={form.isStale}>
              {rule === null ? 'Create rule' : 'Save rule'}
            </Button>
          </div>
        )}
      </form>
      {asking === 'silence' && rule !== null && (
        <SilenceDialog rule={rule} onClose={() => setAsking(null)} onStale={onStale} />
      )}
      {asking === 'end' && rule !== null && (
        <EndRule rule={rule} onClose={() => setAsking(null)} onEnded={onClose} onStale={onStale} />
      )}
    </Drawer>
  );
}

interface ChannelBoxesProps {
  readonly project: ProjectOfAlerts;
  readonly chosen: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}

function ChannelBoxes({ project, chosen, onChange }: ChannelBoxesProps) {
  return (
    <fieldset className={styles.group}>
      <legend>by</legend>
      {project.channels.length === 0 ? (
        <p className="t3 f12">There is no channel yet: the rule is seen here, and nobody is told.</p>
      ) : (
        <div className={styles.boxes}>
          {project.channels.map(({ id, name, kind, status }) => (
            <Checkbox
              key={id}
              label={`${name}, ${CHANNEL_WORDS[kind]}${status === 'DISABLED' ? ', switched off' : ''}`}
              checked={chosen.includes(id)}
              disabled={!chosen.includes(id) && chosen.length >= 10}
              onChange={(event) =>
                onChange(event.currentTarget.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
              }
            />
          ))}
        </div>
      )}
    </fieldset>
  );
}

function shown(message: string | undefined) {
  return message === undefined ? null : <FieldError>{message}</FieldError>;
}
