import { Button } from '@mantine/core';
import type { LimitsQuery } from '@/api/generated/limits';
import { saveCsv } from '@/parts/data-table';
import { askForMore } from './ask';
import { nearest } from './quota';
import { quotaCsv } from './quota-csv';
import { words } from './words';

const says = words.page;

/** What can be done with the limits: kept as a file, and asked the operator for. */
export function LimitActions({ tenant }: { readonly tenant: LimitsQuery['tenant'] }) {
  const quota = nearest(tenant.quotas);
  const ask = quota === null ? null : askForMore(tenant, quota);
  return (
    <>
      <Button
        variant="default"
        disabled={tenant.quotas.length === 0}
        onClick={() => saveCsv('keelson-limits', quotaCsv(tenant.quotas))}
      >
        {says.csv}
      </Button>
      {ask !== null && (
        <Button component="a" href={ask}>
          {says.askForMore}
        </Button>
      )}
    </>
  );
}
