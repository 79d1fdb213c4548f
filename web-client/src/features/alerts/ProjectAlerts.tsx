import { Button } from '@mantine/core';
import { useState } from 'react';
import { useProjectChoices } from '@/api/project-names';
import { holds } from '@/api/permissions';
import { Icon } from '@/parts/Icon';
import { useNow } from '@/parts/now';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { Failed, Hidden } from '@/parts/states';
import { Strip, StripSkeleton } from '@/parts/Strip';
import { Tabs, useTab, type Tab } from '@/parts/Tabs';
import { useSetParams } from '@/parts/use-param';
import { When } from '@/parts/When';
import { ChannelsTab } from './channels/ChannelsTab';
import { CreateChannelDialog } from './channels/CreateChannelDialog';
import { alertFigures, ALERT_LABELS } from './figures';
import { AlertsTab } from './list/AlertsTab';
import { ProjectChoice } from './ProjectChoice';
import { RulesTab } from './rules/RulesTab';
import { SilencesTab } from './rules/SilencesTab';
import { useAlerts, type ProjectOfAlerts } from './use-alerts';
import { words } from './words';
import { isSilenced } from '@/parts/alert/words';

const says = words.projectAlerts;

const TABS: readonly Tab[] = [
  { key: 'alerts', label: 'Alerts' },
  { key: 'rules', label: 'Rules' },
  { key: 'silences', label: 'Silences' },
  { key: 'channels', label: 'Channels' },
];

/** What fires in a project, what watches it, and who is told. */
export function ProjectAlerts({ projectId }: { readonly projectId: string }) {
  const now = useNow();
  const tab = useTab(TABS);
  const set = useSetParams();
  const names = useProjectChoices('asked');
  const found = useAlerts(projectId);
  const [creating, setCreating] = useState(false);
  const { project, failure, hidden, answeredMs, again } = found;
  const mayWrite = holds(project?.permissions, 'ALERT_WRITE');
  const isLoading = project === undefined && failure === null && !hidden;
  return (
    <>
      <PageHead
        title="Alerts"
        meta={
          project === undefined ? (
            isLoading && AWAITED
          ) : (
            <>
              <span>{project.name}</span>
              <span>{says.lookedAtOnce}</span>
              {answeredMs !== null && (
                <span>
                  {says.asOf} <When at={new Date(answeredMs).toISOString()} />
                </span>
              )}
            </>
          )
        }
        actions={
          mayWrite && (
            <>
              <Button variant="default" onClick={() => setCreating(true)}>
                {says.newChannel}
              </Button>
              <Button
                leftSection={<Icon name="plus" size={14} />}
                onClick={() => set({ tab: 'rules', rule: 'new', alert: '', channel: '' })}
              >
                {says.newRule}
              </Button>
            </>
          )
        }
      />
      <ProjectChoice names={names} projectId={projectId} />
      {project !== undefined && <Strip figures={alertFigures(project, now)} />}
      {isLoading && <StripSkeleton labels={ALERT_LABELS} />}
      {project !== undefined && <Tabs label="Alerts" tabs={countedTabs(project, now)} />}
      {hidden && (
        <Panel>
          <Hidden />
        </Panel>
      )}
      {failure !== null && !hidden && (
        <Panel>
          <Failed what={says.couldNotLoad} failure={failure} onRetry={again} />
        </Panel>
      )}
      {project !== undefined &&
        (tab === 'rules' ? (
          <RulesTab project={project} mayWrite={mayWrite} onStale={again} />
        ) : tab === 'silences' ? (
          <SilencesTab project={project} mayWrite={mayWrite} onStale={again} />
        ) : tab === 'channels' ? (
          <ChannelsTab
            project={project}
            mayWrite={mayWrite}
            onCreate={() => setCreating(true)}
            onStale={again}
          />
        ) : (
          <AlertsTab project={project} mayWrite={mayWrite} onStale={again} />
        ))}
      {creating && project !== undefined && (
        <CreateChannelDialog
          projectId={project.id}
          onClose={() => setCreating(false)}
          onCreated={() => set({ tab: 'channels' })}
        />
      )}
    </>
  );
}

function countedTabs({ alerts, alertRules, channels }: ProjectOfAlerts, nowMs: number): readonly Tab[] {
  const counts: Readonly<Record<string, number>> = {
    alerts: alerts.filter(({ endedAt }) => endedAt === null).length,
    rules: alertRules.length,
    silences: alertRules.filter((rule) => isSilenced(rule, nowMs)).length,
    channels: channels.length,
  };
  return TABS.map((tab) => ({ ...tab, count: counts[tab.key] ?? 0 }));
}
