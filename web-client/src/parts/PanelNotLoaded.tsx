import type { ComponentProps } from 'react';
import { Panel } from './Panel';
import { NotLoaded } from './states';

/** In place of what a page is about, where it did not come. */
export function PanelNotLoaded(props: ComponentProps<typeof NotLoaded>) {
  return (
    <Panel>
      <NotLoaded {...props} />
    </Panel>
  );
}
