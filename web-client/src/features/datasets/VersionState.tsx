import type { DatasetVersionRowFragment } from '@/api/generated/datasets';
import { calendarDay } from '@/format/time';
import { useNow } from '@/parts/now';
import { State } from '@/parts/State';
import { Status } from '@/parts/Status';
import { words } from './words';

const says = words.versionState;

interface VersionStateProps {
  readonly version: Pick<DatasetVersionRowFragment, 'status' | 'waivedUntil'>;
}

/** Where a version stands; one that was rejected and is let through all the same says until when. */
export function VersionState({ version: { status, waivedUntil } }: VersionStateProps) {
  const now = useNow();
  if (status !== 'REJECTED' || waivedUntil === null || Date.parse(waivedUntil) <= now)
    return <State name={status} />;
  return (
    <Status tone="warn" icon="shield">
      {says.waivedUntil(calendarDay(waivedUntil, now))}
    </Status>
  );
}
