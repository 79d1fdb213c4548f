import { Fragment } from 'react';
import { Link } from 'react-router';
import { paths } from '@/paths';
import type { JobDetail } from './detail';
import { words } from './words';

type Holder = JobDetail['roomHeldBy'][number];

interface RoomHoldersProps {
  readonly holders: readonly Holder[];
}

/** The way to what holds the room that a job waits for. */
export function RoomHolders({ holders }: RoomHoldersProps) {
  if (holders.length === 0) return null;
  return (
    <span>
      {` ${words.page.see} `}
      {holders.map((holder, index) => (
        <Fragment key={holder.jobId ?? `${holder.endpointId} ${holder.name}`}>
          {index > 0 && ', '}
          <Link data-link to={pathOf(holder)}>
            {holder.name}
          </Link>
        </Fragment>
      ))}
      .
    </span>
  );
}

function pathOf({ jobId, endpointId }: Holder) {
  if (jobId !== null) return paths.job(jobId);
  return endpointId === null ? paths.endpoints() : paths.endpoint(endpointId);
}
