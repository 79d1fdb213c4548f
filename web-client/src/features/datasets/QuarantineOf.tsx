import type { DatasetVersionDetailFragment } from '@/api/generated/datasets';
import { Panel, PanelBody } from '@/parts/Panel';
import { KeptIn } from './checks/GatePanel';
import { words } from './words';

const says = words.quarantineOf;

interface QuarantineOfProps {
  readonly source: NonNullable<DatasetVersionDetailFragment['quarantineOf']>;
}

/** Whose rows a quarantine holds; led to where its project may be seen. */
export function QuarantineOf({ source }: QuarantineOfProps) {
  return (
    <Panel title="Quarantine">
      <PanelBody>
        <p>
          {says.theRows} <KeptIn quarantine={source} /> {says.failedChecksWhich}
        </p>
      </PanelBody>
    </Panel>
  );
}
