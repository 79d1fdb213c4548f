import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useProjectChoices } from '@/api/project-names';
import { isHidden } from '@/api/failure';
import { Icon } from '@/parts/Icon';
import { MoreChoices } from '@/parts/MoreChoices';
import { useNow } from '@/parts/now';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { SelectField } from '@/parts/SelectField';
import { Empty, Failed, Hidden } from '@/parts/states';
import { Strip, StripSkeleton } from '@/parts/Strip';
import { Tabs, useTab, type Tab } from '@/parts/Tabs';
import { useParam, useSetParams } from '@/parts/use-param';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import styles from './alerts.module.css';
import { ChannelsTab } from './channels/ChannelsTab';
import { CreateChannelDialog } from './channels/CreateChannelDialog';
import { alertFigures, ALERT_LABELS } from './figures';
import { AlertsTab } from './list/AlertsTab';
import { RulesTab } from './rules/RulesTab';
import { SilencesTab } from './rules/SilencesTab';
import { useAlerts, type ProjectOfAlerts } from './use-alerts';
import { isSilenced } from './words';

const TABS: readonly Tab[] = [
  { key: 'alerts', label: 'Alerts' },
  { key: 'rules', label: 'Rules' },
  { key: 'silences', label: 'Silences' },
  { key: 'channels', label: 'Channels' },
];

/** What fires in a project, what watches it, and who is told. */
export function AlertsPage() {
  const now = useNow();
  const tab = useTab(TABS);
  const [chosen] = useParam('project');
  const set = useSetParams();
  const names = useProjectChoices('asked');
  const projectId = chosen === '' ? names.projects?.[0]?.id : chosen;
  const found = useAlerts(projectId);
  const [creating, setCreating] = useState(false);
  const { project, failure, hidden, answeredMs, again } = found;
  const mayWrite = project?.permissions.includes('ALERT_WRITE') === true;
  const none = names.projects?.length === 0 && chosen === '';
  const namesFailed = names.failure !== null && projectId === undefined ? names.failure : null;
  const isLoading = project === undefined && failure === null && !hidden && !none && namesFailed === null;
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
              <span>looked at once a minute</span>
              {answeredMs !== null && (
                <span>
                  as of <When at={new Date(answeredMs).toISOString()} />
                </span>
              )}
            </>
          )
        }
        actions={
          mayWrite && (
            <>
              <Button variant="default" onClick={() => setCreating(true)}>
                New channel
              </Button>
              <Button
                leftSection={<Icon name="plus" size={14} />}
                onClick={() => set({ tab: 'rules', rule: 'new', alert: '', channel: '' })}
              >
                New rule
              </Button>
            </>
          )
        }
      />
      {names.projects !== undefined && names.projects.length > 1 && (
        <div className={styles.choice}>
          <SelectField
            label="Project"
            value={projectId ?? ''}
            options={names.projects.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id) => set({ project: id, alert: '', rule: '', channel: '' })}
          />
          <MoreChoices loaded={names.projects.length} noun="projects" more={names.more} />
        </div>
      )}
      {project !== undefined && <Strip figures={alertFigures(project, now)} />}
      {isLoading && <StripSkeleton labels={ALERT_LABELS} />}
      {project !== undefined && <Tabs label="Alerts" tabs={countedTabs(project, now)} />}
      {(hidden || (namesFailed !== null && isHidden(namesFailed))) && (
        <Panel>
          <Hidden />
        </Panel>
      )}
      {namesFailed !== null && !isHidden(namesFailed) && (
        <Panel>
          <Failed
            what="Could not load the projects"
            failure={namesFailed}
            onRetry={() => window.location.reload()}
          />
        </Panel>
      )}
      {failure !== null && !hidden && (
        <Panel>
          <Failed what="Could not load alerts" failure={failure} onRetry={again} />
        </Panel>
      )}
      {none && (
        <Panel>
          <Empty title="No projects yet">
            <p>Alerts watch the endpoints, tasks and budget of a project.</p>
            <Button component={Link} to={paths.projects()}>
              All projects
            </Button>
          </Empty>
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
