import { PanelBody } from '@/parts/Panel';
import { Skeleton } from '@/parts/states';

/** What a panel holds before its content is there. */
export function Awaited() {
  return (
    <PanelBody>
      <div aria-busy="true">
        <Skeleton width={220} />
      </div>
    </PanelBody>
  );
}
