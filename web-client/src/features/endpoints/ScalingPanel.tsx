import { Panel, PanelBody } from '@/parts/Panel';
import { Status } from '@/parts/Status';
import type { EndpointDetail } from './detail';

/** How many replicas there should be, how many there are, and why these are not the same. */
export function ScalingPanel({ scaling }: { readonly scaling: EndpointDetail['scaling'] }) {
  const { min, max, wanted, ready, reason } = scaling;
  return (
    <Panel title="Scaling" end={`${min} to ${max} replicas`}>
      <PanelBody>
        <p>
          {reason === null ? (
            <Status tone="ok" icon="ok">
              {wanted === 0 ? 'None wanted' : `${wanted} of ${wanted} ready`}
            </Status>
          ) : (
            <Status tone={ready < wanted ? 'run' : 'idle'} icon={ready < wanted ? 'load' : 'info'}>
              {ready} of {wanted} ready: {reason}
            </Status>
          )}
        </p>
      </PanelBody>
    </Panel>
  );
}
