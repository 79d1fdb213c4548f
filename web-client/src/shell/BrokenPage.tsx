import { PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { Failed } from '@/parts/states';

/**
 * Drawn in place of a page that threw, or whose script could not be fetched because the platform was updated
 * meanwhile; loading the page anew mends the second.
 */
export function BrokenPage() {
  return (
    <>
      <PageHead title="This page" />
      <Panel>
        <Failed
          what="Could not draw this page"
          failure={{
            code: 'INTERNAL',
            message:
              'The console failed, or it was updated since you opened it. Loading the page anew may mend it.',
            fields: {},
            requestId: null,
          }}
          onRetry={() => window.location.reload()}
        />
      </Panel>
    </>
  );
}
