import { Button } from '@mantine/core';
import { useState } from 'react';
import type { OperatedTenantFragment } from '@/api/generated/operator';
import { exactUtc } from '@/format/time';
import { KeyValue } from '@/parts/KeyValue';
import { Panel, PanelBody } from '@/parts/Panel';
import { Status } from '@/parts/Status';
import { PlanDialog } from './PlanDialog';
import { StandingDialog } from './StandingDialog';
import { words } from './words';

const says = words.facts;

interface StandingProps {
  readonly tenant: OperatedTenantFragment;
  readonly onChange: () => void;
}

/** Whether it runs, and the way to the other. */
export function Standing({ tenant, onChange }: StandingProps) {
  const [changing, setChanging] = useState(false);
  const [planning, setPlanning] = useState(false);
  const runs = tenant.status === 'ACTIVE';
  return (
    <Panel
      title={tenant.name}
      end={
        runs ? (
          <Status tone="ok" icon="ok">
            {says.active}
          </Status>
        ) : (
          <Status tone="bad" icon="slash">
            {says.suspended}
          </Status>
        )
      }
    >
      <KeyValue
        facts={[
          { label: says.slug, value: tenant.slug },
          { label: says.plan, value: tenant.plan },
          { label: says.since, value: says.utc(exactUtc(tenant.createdAt).slice(0, 16)) },
        ]}
      />
      <PanelBody>
        <Button
          variant={runs ? 'default' : 'filled'}
          {...(runs ? { color: 'red' } : {})}
          onClick={() => setChanging(true)}
        >
          {runs ? says.suspend(tenant.name) : says.resume(tenant.name)}
        </Button>{' '}
        <Button variant="default" onClick={() => setPlanning(true)}>
          {says.changePlan}
        </Button>
      </PanelBody>
      {planning && <PlanDialog tenant={tenant} onChange={onChange} onClose={() => setPlanning(false)} />}
      {changing && <StandingDialog tenant={tenant} onChange={onChange} onClose={() => setChanging(false)} />}
    </Panel>
  );
}
