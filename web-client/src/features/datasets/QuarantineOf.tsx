import type { DatasetVersionDetailFragment } from '@/api/generated/datasets';
import { Panel, PanelBody } from '@/parts/Panel';
import { KeptIn } from './checks/GatePanel';

interface QuarantineOfProps {
  readonly source: NonNullable<DatasetVersionDetailFragment['quarantineOf']>;
}

/** Whose rows a quarantine holds; led to where its project may be seen. */
export function QuarantineOf({ source }: QuarantineOfProps) {
  return (
    <Panel title="Quarantine">
      <PanelBody>
        <p>
          The rows of <KeptIn quarantine={source} /> that failed checks which block.
        </p>
      </PanelBody>
    </Panel>
  );
}
