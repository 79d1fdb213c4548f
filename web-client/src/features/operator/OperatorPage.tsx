import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { isHidden, toFailure } from '@/api/failure';
import { OperatedDocument } from '@/api/generated/operator';
import { PageHead } from '@/parts/PageHead';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty, Failed, Hidden, Skeleton } from '@/parts/states';
import { useParam } from '@/parts/use-param';
import { Letters } from './Letters';
import styles from './operator.module.css';
import { Quotas } from './Quotas';
import { Standing } from './Standing';

/** One organisation of the installation, found by its slug: whether it runs, what it may have, what did not reach it. */
export function OperatorPage() {
  const [slug, open] = useParam('organisation');
  const [typed, setTyped] = useState(slug);
  return (
    <>
      <PageHead title="Organisations" meta={<span>of the whole installation, by slug</span>} />
      <form
        className={styles.find}
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          open(typed.trim());
        }}
      >
        <TextInput
          label="Slug"
          description="What its addresses name it by"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" disabled={typed.trim() === ''}>
          Open organisation
        </Button>
      </form>
      {slug === '' ? (
        <Panel>
          <Empty title="No organisation is open">
            <p>
              Open one to stop it or let it go on, to give it other limits, and to see which events were given
              up. What you change stands in its audit log.
            </p>
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
          <PanelBody>
            <div aria-busy="true">
              <Skeleton width={220} />
            </div>
          </PanelBody>
        ) : failure.code === 'NOT_FOUND' ? (
          <Empty title={`No organisation is called ${slug}`}>
            <p>Slugs are exact: small letters, digits and hyphens.</p>
          </Empty>
        ) : isHidden(failure) ? (
          <Hidden />
        ) : (
          <Failed what="Could not load the organisation" failure={failure} onRetry={again} />
        )}
      </Panel>
    );
  }
  const { hasNextPage, endCursor } = tenant.deadLetters.pageInfo;
  return (
    <>
      {failure !== null && (
        <Panel>
          <Failed what="Could not look again" failure={failure} onRetry={again} />
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
