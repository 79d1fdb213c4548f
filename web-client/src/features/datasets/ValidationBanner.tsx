import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { RetryValidationDocument, type DatasetVersionDetailFragment } from '@/api/generated/datasets';
import { useChange } from '@/api/use-change';
import { count } from '@/format/number';
import { calendarDay } from '@/format/time';
import { Banner } from '@/parts/Banner';
import { FormFailure } from '@/parts/form';
import { useNow } from '@/parts/now';
import { When } from '@/parts/When';
import { paths } from '@/paths';

interface ValidationBannerProps {
  readonly version: DatasetVersionDetailFragment;
  readonly mayWrite: boolean;
  readonly onChanged: () => void;
}

/** Where a version stands that nobody can write to and that has no good end yet. */
export function ValidationBanner({ version, mayWrite, onChanged }: ValidationBannerProps) {
  const { number, status, rejection, error, retryAt, removedAt, transform, validation } = version;
  if (removedAt !== null)
    return (
      <Banner tone="info">
        The files of v{number} were removed <When at={removedAt} />: what is captured stays for as long as its
        endpoint says. Nothing reads it any more; its digest and what read it stay.
      </Banner>
    );
  switch (status) {
    case 'MAKING':
      return (
        <Banner tone="info">
          v{number} is being made by a transform; its files come when <ItsJob transform={transform} /> has
          ended.
        </Banner>
      );
    case 'REJECTED':
      if (validation?.status === 'FAILED') return <FailedChecks version={version} mayWrite={mayWrite} />;
      return (
        <Banner tone="bad">
          v{number} was rejected: {rejection ?? 'the platform gave no reason'}. Runs cannot read it;{' '}
          {transform === null ? 'open' : 'make'} a new version with what is mended.
          {transform?.job != null && (
            <>
              {' '}
              <Link data-link to={paths.job(transform.job.id)}>
                The log of its job
              </Link>{' '}
              says more.
            </>
          )}
        </Banner>
      );
    case 'SEALED':
      return <Banner tone="info">v{number} is sealed and waits to be validated.</Banner>;
    case 'VALIDATING':
      return (
        <Banner tone="info">
          v{number} is being validated: {progress(version)}.{error !== null && ` Last time: ${error}.`}
        </Banner>
      );
    case 'ERRORED':
      return (
        <Banner action={mayWrite && <Retry version={version} onChanged={onChanged} />}>
          The platform could not validate v{number}: {error}. Runs can read it.
          {retryAt !== null && (
            <>
              {' '}
              Tried again <When at={retryAt} />.
            </>
          )}
        </Banner>
      );
    default:
      return null;
  }
}

/** Its checks, not its files, are why it was rejected: those can be waived. */
function FailedChecks({
  version: { number, rejection, waivedUntil },
  mayWrite,
}: Pick<ValidationBannerProps, 'version' | 'mayWrite'>) {
  const now = useNow();
  if (waivedUntil !== null && Date.parse(waivedUntil) > now) {
    return (
      <Banner>
        v{number} was rejected, and each check that blocks is waived: jobs may read it until{' '}
        {calendarDay(waivedUntil, now)}, then new ones are refused.
      </Banner>
    );
  }
  return (
    <Banner tone="bad">
      v{number} was rejected: {rejection ?? 'checks failed that block'}. Jobs cannot read it;{' '}
      {mayWrite
        ? 'open a new version with what is mended, or ask for a waiver of each check that blocks.'
        : 'a new version with what is mended can be read, or this one once its checks are waived.'}
    </Banner>
  );
}

/** Led to where the person may see it. */
function ItsJob({ transform }: Pick<DatasetVersionDetailFragment, 'transform'>) {
  if (transform?.job == null) return <>its job</>;
  return (
    <Link data-link to={paths.job(transform.job.id)}>
      its job
    </Link>
  );
}

/** `3 of 12 tables looked at`. */
function progress({ tables }: DatasetVersionDetailFragment): string {
  const all = tables.edges.map(({ node }) => node);
  const done = all.filter(({ status }) => status !== 'PENDING').length;
  const more = tables.pageInfo.hasNextPage ? ' or more' : '';
  return `${count(done)} of ${count(all.length)}${more} ${all.length === 1 ? 'table' : 'tables'} looked at`;
}

interface RetryProps {
  readonly version: DatasetVersionDetailFragment;
  readonly onChanged: () => void;
}

function Retry({ version: { id, version }, onChanged }: RetryProps) {
  const { send, sending, failure } = useChange(RetryValidationDocument);
  async function retry() {
    if ((await send({ id, expectedVersion: version })) !== null) onChanged();
  }
  return (
    <>
      <Button variant="default" loading={sending} onClick={() => void retry()}>
        Try again now
      </Button>
      {failure !== null && <FormFailure what="Could not try again" failure={failure} />}
    </>
  );
}
