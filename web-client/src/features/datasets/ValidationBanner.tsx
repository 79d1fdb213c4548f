import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { RetryValidationDocument, type DatasetVersionDetailFragment } from '@/api/generated/datasets';
import { useChange } from '@/api/use-change';
import { calendarDay } from '@/format/time';
import { Banner } from '@/parts/Banner';
import { FormFailure } from '@/parts/form';
import { useNow } from '@/parts/now';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { words } from './words';

const says = words.validationBanner;

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
        {says.filesOfV(number)} <When at={removedAt} />
        {says.whatIsCapturedStays}
      </Banner>
    );
  switch (status) {
    case 'MAKING':
      return (
        <Banner tone="info">
          {says.vIsBeingMade(number)} <ItsJob transform={transform} /> {says.hasEnded}
        </Banner>
      );
    case 'REJECTED':
      if (validation?.status === 'FAILED') return <FailedChecks version={version} mayWrite={mayWrite} />;
      return (
        <Banner tone="bad">
          {says.vWasRejectedRuns(number, rejection ?? says.platformGaveNo, transform === null)}
          {transform?.job != null && (
            <>
              {' '}
              <Link data-link to={paths.job(transform.job.id)}>
                {says.theLog}
              </Link>{' '}
              {says.saysMore}
            </>
          )}
        </Banner>
      );
    case 'SEALED':
      return <Banner tone="info">{says.vIsSealed(number)}</Banner>;
    case 'VALIDATING':
      return (
        <Banner tone="info">
          {says.vIsBeingValidated(number, progress(version))}
          {error !== null && says.lastTime(error)}
        </Banner>
      );
    case 'ERRORED':
      return (
        <Banner action={mayWrite && <Retry version={version} onChanged={onChanged} />}>
          {says.platformCouldNot(number)} {error}
          {says.runsCanRead}
          {retryAt !== null && (
            <>
              {' '}
              {says.triedAgain} <When at={retryAt} />.
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
    return <Banner>{says.vWasRejected(number, calendarDay(waivedUntil, now))}</Banner>;
  }
  return (
    <Banner tone="bad">
      {says.vWasRejectedJobs(number, rejection ?? says.checksFailedThatBlock, mayWrite)}
    </Banner>
  );
}

/** Led to where the person may see it. */
function ItsJob({ transform }: Pick<DatasetVersionDetailFragment, 'transform'>) {
  if (transform?.job == null) return <>{says.itsJob}</>;
  return (
    <Link data-link to={paths.job(transform.job.id)}>
      {says.itsJob}
    </Link>
  );
}

/** `3 of 12 tables looked at`. */
function progress({ tables }: DatasetVersionDetailFragment): string {
  const all = tables.edges.map(({ node }) => node);
  const done = all.filter(({ status }) => status !== 'PENDING').length;
  const more = tables.pageInfo.hasNextPage ? says.orMore : '';
  return says.ofLooked(done, all.length, more);
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
        {says.tryAgainNow}
      </Button>
      {failure !== null && <FormFailure what={says.what} failure={failure} />}
    </>
  );
}
