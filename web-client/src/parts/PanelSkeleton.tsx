import { Panel, PanelBody } from './Panel';
import { Skeleton } from './states';

/** What a panel holds before its content is there. */
export function BodySkeleton({ width = 220 }: { readonly width?: number }) {
  return (
    <PanelBody>
      <div aria-busy="true">
        <Skeleton width={width} />
      </div>
    </PanelBody>
  );
}

/** A panel with its title, whose content is on its way. */
export function PanelSkeleton({ title, width }: { readonly title?: string; readonly width?: number }) {
  return (
    <Panel {...(title === undefined ? {} : { title })}>
      <BodySkeleton {...(width === undefined ? {} : { width })} />
    </Panel>
  );
}
