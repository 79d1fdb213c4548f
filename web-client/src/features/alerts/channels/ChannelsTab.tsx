import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import styles from '@/features/alerts/alerts.module.css';
import type { ChannelLine, ProjectOfAlerts } from '@/features/alerts/use-alerts';
import { CHANNEL_WORDS } from '@/features/alerts/words';
import { Columns } from '@/parts/Columns';
import { DataTable, type Column } from '@/parts/data-table';
import { Icon } from '@/parts/Icon';
import { Panel } from '@/parts/Panel';
import { stateWord } from '@/parts/State';
import { Empty, Snippet } from '@/parts/states';
import { Status } from '@/parts/Status';
import { menuColumn, textColumn, whenColumn } from '@/parts/table-columns';
import { useParam } from '@/parts/use-param';
import { ChannelDialogs, type ChannelAsk } from './ChannelDialogs';
import { ChannelDrawer } from './ChannelDrawer';
import { words } from './words';

const says = words.channelsTab;

interface ChannelsTabProps {
  readonly project: ProjectOfAlerts;
  readonly mayWrite: boolean;
  readonly onCreate: () => void;
  readonly onStale: () => void;
}

/** Where messages go; one opens beside the list with what was delivered to it. */
export function ChannelsTab({ project, mayWrite, onCreate, onStale }: ChannelsTabProps) {
  const [open, setOpen] = useParam('channel');
  const { channels } = project;
  const [asked, setAsked] = useState<{ readonly ask: ChannelAsk; readonly id: string } | null>(null);
  const columns = useMemo(
    () => columnsOf(setOpen, mayWrite ? (ask, id) => setAsked({ ask, id }) : null),
    [setOpen, mayWrite],
  );
  const about = channels.find(({ id }) => id === asked?.id);
  const shown = channels.find(({ id }) => id === open);
  if (channels.length === 0) {
    return (
      <Panel>
        <Empty title={says.title}>
          <p>{says.channelTakesWhat}</p>
          {mayWrite && (
            <Button leftSection={<Icon name="plus" size={14} />} onClick={onCreate}>
              {says.createChannel}
            </Button>
          )}
          <Snippet>
            {'mutation($i: CreateChannelInput!) { createChannel(input: $i) { channel { id } secret } }'}
          </Snippet>
        </Empty>
      </Panel>
    );
  }
  const table = (
    <DataTable
      label="Channels"
      noun={['channel', 'channels']}
      columns={columns}
      rows={channels}
      rowId={({ id }) => id}
      prefix="channels-"
      height="tall"
      placeholder="Channel"
      marked={open}
    />
  );
  return (
    <>
      {shown === undefined ? (
        table
      ) : (
        <Columns aside={400}>
          {table}
          <ChannelDrawer
            key={shown.id}
            channel={shown}
            project={project}
            mayWrite={mayWrite}
            onClose={() => setOpen('')}
            onStale={onStale}
          />
        </Columns>
      )}
      {about !== undefined && (
        <ChannelDialogs
          ask={asked?.ask ?? null}
          channel={about}
          rules={project.alertRules.filter(({ channelIds }) => channelIds.includes(about.id)).length}
          onClose={() => setAsked(null)}
          onEnded={() => setAsked(null)}
          onStale={onStale}
        />
      )}
    </>
  );
}

function columnsOf(
  onOpen: (id: string) => void,
  onAsk: ((ask: ChannelAsk, id: string) => void) | null,
): Column<ChannelLine>[] {
  return [
    {
      id: 'channel',
      header: 'Channel',
      name: true,
      value: ({ name }) => name,
      cell: ({ id, name, kind, host, memberIds }) => (
        <div className={styles.two}>
          <button type="button" className={styles.open} onClick={() => onOpen(id)} title={name}>
            {name}
          </button>
          <span className="t3 f12 cut">
            {CHANNEL_WORDS[kind]}
            {kind === 'EMAIL' ? says.to(memberIds.length) : `, ${host ?? ''}`}
          </span>
        </div>
      ),
    },
    {
      id: 'state',
      header: 'State',
      width: 112,
      value: ({ status }) => stateWord(status),
      cell: ({ status, lastError }) =>
        status === 'DISABLED' ? (
          <Status tone="idle" icon="slash">
            {says.switchedOff}
          </Status>
        ) : lastError !== null ? (
          <Status tone="bad" icon="bad">
            Failing
          </Status>
        ) : (
          <Status tone="ok" icon="ok">
            Active
          </Status>
        ),
    },
    whenColumn('last', says.lastDelivery, ({ lastDeliveredAt }) => lastDeliveredAt, {
      figures: false,
      width: 116,
    }),
    {
      id: 'waiting',
      header: 'Waiting',
      figures: true,
      width: 84,
      p2: true,
      value: ({ deliveries }) => deliveries.filter(({ status }) => status === 'WAITING').length,
    },
    {
      id: 'failed',
      header: 'Failed',
      unit: 'of 50',
      figures: true,
      width: 96,
      value: ({ deliveries }) => deliveries.filter(({ status }) => status === 'FAILED').length,
    },
    textColumn('why', says.lastError, ({ lastError, disabledReason }) => disabledReason ?? lastError),
    menuColumn(
      ({ name }) => name,
      ({ id, kind, status }) => [
        { label: 'Open', run: () => onOpen(id) },
        ...(onAsk === null
          ? []
          : [
              { label: 'Edit…', run: () => onAsk('edit', id) },
              kind === 'WEBHOOK' && { label: says.rotateSecret, run: () => onAsk('rotate', id) },
              status !== 'DISABLED' && { label: says.switchOff, run: () => onAsk('off', id) },
              { label: says.endChannel, danger: true, run: () => onAsk('end', id) },
            ]),
      ],
    ),
  ];
}
