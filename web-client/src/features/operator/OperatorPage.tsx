import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { isHidden, toFailure } from '@/api/failure';
import { OperatedDocument } from '@/api/generated/operator';
import { PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { BodySkeleton } from '@/parts/PanelSkeleton';
import { Empty, Failed, Hidden } from '@/parts/states';
import { useParam } from '@/parts/use-param';
import { Letters } from './Letters';
import styles from './operator.module.css';
import { Quotas } from './Quotas';
import { Standing } from './Standing';
import { words } from './words';

const says = words.page;

/** One organisation of the installation, found by its slug: whether it runs, what it may have, what did not reach it. */
export function OperatorPage() {
  const [slug, open] = useParam('organisation');
  const [typed, setTyped] = useState(slug);
  return (
    <>
      <PageHead title={says.title} meta={<span>{says.bySlug}</span>} />
      <form
        className={styles.find}
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          open(typed.trim());
        }}
      >
        <TextInput
          label={says.slug}
          description={says.slugHint}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" disabled={typed.trim() === ''}>
          {says.open}
        </Button>
      </form>
      {slug === '' ? (
        <Panel>
          <Empty title={says.none}>
            <p>{says.noneText}</p>
          </Empty>
        </Panel>
      ) : (
        <Operated key={slug} slug={slug} />
      )}
    </>
  );
}

function Operated({ slug }: { readonly slug: string }) {
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }, ask] = useQuery({
    query: OperatedDocument,
    variables: { slug, after },
  });
  const failure = error === undefined ? null : toFailure(error);
  const tenant = data?.operatedTenant;
  const again = () => ask({ requestPolicy: 'network-only' });
  if (tenant === undefined) {
    return (
      <Panel>
        {failure === null ? (
          <BodySkeleton />
        ) : failure.code === 'NOT_FOUND' ? (
          <Empty title={says.unknown(slug)}>
            <p>{says.unknownText}</p>
          </Empty>
        ) : isHidden(failure) ? (
          <Hidden />
        ) : (
          <Failed what={says.notLoaded} failure={failure} onRetry={again} />
        )}
      </Panel>
    );
  }
  const { hasNextPage, endCursor } = tenant.deadLetters.pageInfo;
  return (
    <>
      {failure !== null && (
        <Panel>
          <Failed what={says.notLoadedAgain} failure={failure} onRetry={again} />
        </Panel>
      )}
      <Standing tenant={tenant} onChange={again} />
      <Quotas tenant={tenant} onChange={again} />
      <Letters
        tenantId={tenant.id}
        letters={tenant.deadLetters.edges.map(({ node }) => node)}
        onChange={again}
        more={hasNextPage ? { load: () => setAfter(endCursor), loading: fetching } : null}
      />
    </>
  );
}
