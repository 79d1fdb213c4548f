import { PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { Failed } from '@/parts/states';
import { words } from './stopped-words';

const says = words.broken;

/**
 * Drawn in place of a page that threw, or whose script could not be fetched because the platform was updated
 * meanwhile; loading the page anew mends the second.
 */
export function BrokenPage() {
  return (
    <>
      <PageHead title={says.title} />
      <Panel>
        <Failed
          what={says.what}
          failure={{
            code: 'INTERNAL',
            message: says.why,
            fields: {},
            requestId: null,
          }}
          onRetry={() => window.location.reload()}
        />
      </Panel>
    </>
  );
}
