import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { ValidateVersionDocument } from '@/api/generated/datasets';
import { useChange } from '@/api/use-change';
import { Banner } from '@/parts/Banner';
import { FormFailure } from '@/parts/form';
import { isCheckable } from './gate';
import type { SuiteView } from './use-suite';
import { words } from './words';

const says = words.checkNewest;

interface CheckNewestProps {
  /** The suite that was put in force here. */
  readonly put: number;
  readonly view: SuiteView;
  readonly onChecked: () => void;
}

/** Says what a new suite changes, and offers to have the newest version checked by it at once. */
export function CheckNewest({ put, view: { inForce, newest }, onChecked }: CheckNewestProps) {
  const { send, sending, failure } = useChange(ValidateVersionDocument);
  const isNone = inForce === null || inForce.expectations.length === 0;
  const mayCheck =
    newest !== null && !isNone && isCheckable(newest, newest.validation?.suite.id ?? null, inForce.id);

  async function check() {
    if (newest !== null && (await send({ id: newest.id, expectedVersion: newest.version })) !== null)
      onChecked();
  }

  return (
    <>
      <Banner
        tone="info"
        action={
          mayCheck && (
            <Button variant="default" loading={sending} onClick={() => void check()}>
              {says.checkVNow(newest.number)}
            </Button>
          )
        }
      >
        {says.suiteIsInForce(put, isNone)}
        {newest?.status === 'VALIDATING' && (
          <>
            {' '}
            {says.vIsBeingChecked(newest.number)}{' '}
            <Link data-link to={{ search: '' }}>
              {says.itsGate}
            </Link>
            .
          </>
        )}
      </Banner>
      {failure !== null && <FormFailure what={says.what} failure={failure} />}
    </>
  );
}
