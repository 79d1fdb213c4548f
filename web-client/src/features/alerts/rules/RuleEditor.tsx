import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { AlertRuleKind } from '@/api/generated/alerts';
import styles from '@/features/alerts/alerts.module.css';
import { MemberBoxes } from '@/features/alerts/channels/MemberBoxes';
import { endpointName, type ProjectOfAlerts, type RuleLine } from '@/features/alerts/use-alerts';
import { CHANNEL_WORDS } from '@/features/alerts/words';
import { SilenceDialog } from '@/parts/alert/SilenceDialog';
import { isSilenced, KINDS } from '@/parts/alert/words';
import { Drawer } from '@/parts/Drawer';
import { FormPanel } from '@/parts/form';
import { useNow } from '@/parts/now';
import { PickField } from '@/parts/pick/PickField';
import { SelectField } from '@/parts/SelectField';
import { SpanField } from '@/parts/SpanField';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { EndRule } from './EndRule';
import { RulePreview } from './RulePreview';
import { TeamBoxes } from './TeamBoxes';
import { useRuleForm } from './use-rule-form';
import { words } from './words';

const says = words.ruleEditor;

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

const SEVERITIES = [
  { value: 'WARNING', label: 'warning' },
  { value: 'CRITICAL', label: 'critical' },
] as const;

/** A rule as a sentence, with how often it would have spoken over the last week. */
export function RuleEditor(props: RuleEditorProps) {
  const { rule, project, mayWrite, onClose, onStale } = props;
  const now = useNow();
  const [asking, setAsking] = useState<'silence' | 'end' | null>(null);
  const form = useRuleForm(rule, project, onClose, onStale);
  const { values } = form;
  const { ofEndpoint, unit } = KINDS[values.kind];
  const endpoints = project.endpoints?.edges.map(({ node }) => node) ?? [];
  const frozen = rule !== null || !mayWrite;
  return (
    <Drawer
      title={rule === null ? says.title : rule.name}
      aside={rule !== null && <Tag>v{rule.version}</Tag>}
      onClose={onClose}
    >
      <FormPanel
        verb={rule === null ? says.createRule : says.saveRule}
        what={says.what}
        form={form}
        onCancel={onClose}
        isRead={!mayWrite}
        aside={
          rule !== null && (
            <>
              <Button variant="default" color="red" onClick={() => setAsking('end')}>
                End…
              </Button>
              <Button variant="default" onClick={() => setAsking('silence')}>
                Silence…
              </Button>
            </>
          )
        }
      >
        <fieldset className={styles.fields} disabled={!mayWrite}>
          <legend className="sr">{rule === null ? says.title : rule.name}</legend>
          <TextInput label="Name" required autoComplete="off" maxLength={200} {...form.text('name')} />
          <div className={styles.sentence}>
            <SelectField label={says.when} disabled={frozen} options={KIND_CHOICES} {...form.field('kind')} />
            {ofEndpoint && (
              <PickField
                label="of"
                disabled={frozen}
                options={
                  rule === null
                    ? endpoints.map(({ id, name }) => ({ value: id, label: name }))
                    : [
                        {
                          value: values.endpointId,
                          label: endpointName(project, values.endpointId) ?? says.anEndpoint,
                        },
                      ]
                }
                {...form.field('endpointId')}
              />
            )}
            <TextInput
              label={says.isOver}
              inputMode="decimal"
              autoComplete="off"
              rightSection={<span className="t3 f12">{unit}</span>}
              rightSectionWidth={48}
              {...form.text('threshold')}
            />
            <SpanField
              label={values.kind === 'BUDGET' ? says.lookedAtOver : 'in'}
              units={['minutes', 'hours']}
              {...form.field('window')}
            />
            <SpanField label={says.atLeast} units={['minutes', 'hours']} {...form.field('lasting')} />
            <SelectField label={says.tell} options={SEVERITIES} {...form.field('severity')} />
          </div>
          <ChannelBoxes
            project={project}
            chosen={values.channelIds}
            onChange={(channelIds) => form.set({ channelIds })}
          />
          {mayWrite && (
            <>
              <p className="t2 f12">{says.theInbox}</p>
              <MemberBoxes chosen={values.memberIds} {...form.field('memberIds')} />
              <TeamBoxes chosen={values.teamIds} {...form.field('teamIds')} />
            </>
          )}
        </fieldset>
        <div className={styles.bleed}>
          <RulePreview project={project} rule={rule} values={values} />
        </div>
        {rule !== null && (
          <p className="t3 f12">
            {says.madeBy(rule.createdBy.label)} <When at={rule.createdAt} />
            {isSilenced(rule, now) && rule.silencedUntil !== null && (
              <>
                {says.silencedByItsEnd(rule.silencedBy?.label ?? 'somebody')} <When at={rule.silencedUntil} />
                : {rule.silenceReason}
              </>
            )}
          </p>
        )}
      </FormPanel>
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
        <p className="t3 f12">{says.thereIsNoChannel}</p>
      ) : (
        <div className={styles.boxes}>
          {project.channels.map(({ id, name, kind, status }) => (
            <Checkbox
              key={id}
              label={`${name}, ${CHANNEL_WORDS[kind]}${status === 'DISABLED' ? says.switchedOff : ''}`}
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
