import { Button } from '@mantine/core';
import { tryNow, useConnection } from '@/api/connection';
import { exactUtc } from '@/format/time';
import { Banner } from '@/parts/Banner';
import { words } from './words';

const says = words.stale;

/** Says from when on the figures are old, as long as live updates are cut off. */
export function StaleBanner() {
  const connection = useConnection();
  if (connection.state !== 'lost') return null;
  const since = exactUtc(new Date(connection.sinceMs).toISOString()).slice(11);
  return (
    <Banner
      action={
        <Button variant="default" onClick={tryNow}>
          {says.now}
        </Button>
      }
    >
      <b>{says.since(since)}</b> {says.rest}
    </Banner>
  );
}
