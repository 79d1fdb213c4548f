import type { ComponentProps } from 'react';
import { Panel } from './Panel';
import { NotLoaded } from './states';

interface PanelNotLoadedProps extends Omit<ComponentProps<typeof NotLoaded>, 'onRetry'> {
  /** Of the question that failed: it is asked anew. */
  readonly ask: (anew: { readonly requestPolicy: 'network-only' }) => void;
}

/** In place of what a page is about, where it did not come. */
export function PanelNotLoaded({ ask, ...failed }: PanelNotLoadedProps) {
  return (
    <Panel>
      <NotLoaded {...failed} onRetry={() => ask({ requestPolicy: 'network-only' })} />
    </Panel>
  );
}
