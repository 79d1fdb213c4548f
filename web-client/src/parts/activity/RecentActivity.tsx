import { Link } from 'react-router';
import { followingPage } from '@/api/use-pages';
import { Panel } from '@/parts/Panel';
import { paths } from '@/paths';
import { ActivityAwaited, ActivityDays } from './ActivityDays';
import type { ActivityPage } from './use-activity';
import { words as says } from './words';

/** What was done last in the organisation, and the way to all of it. */
export function RecentActivity({ newest }: { readonly newest: ActivityPage | undefined }) {
  return (
    <Panel
      title={says.title}
      end={
        <Link to={paths.activity()} data-link>
          {says.all}
        </Link>
      }
    >
      {newest === undefined ? (
        <ActivityAwaited />
      ) : (
        <ActivityDays
          items={newest.edges.map(({ node }) => node)}
          isMore={followingPage(newest.pageInfo) !== null}
        />
      )}
    </Panel>
  );
}
