import { Panel, PanelBody } from '@/parts/Panel';
import { Status } from '@/parts/Status';
import type { EndpointDetail } from './detail';
import { words } from './words';

const says = words.scalingPanel;

/** How many replicas there should be, how many there are, and why these are not the same. */
export function ScalingPanel({ scaling }: { readonly scaling: EndpointDetail['scaling'] }) {
  const { min, max, wanted, ready, reason } = scaling;
  return (
    <Panel title="Scaling" end={says.end(min, max)}>
      <PanelBody>
        <p>
          {reason === null ? (
            <Status tone="ok" icon="ok">
              {wanted === 0 ? says.noneWanted : says.allReady(wanted)}
            </Status>
          ) : (
            <Status tone={ready < wanted ? 'run' : 'idle'} icon={ready < wanted ? 'load' : 'info'}>
              {says.someReady(ready, wanted, reason)}
            </Status>
          )}
        </p>
      </PanelBody>
    </Panel>
  );
}
