import { Button } from '@mantine/core';
import { lazy, Suspense, type ReactNode } from 'react';
import type { Session, Tenant } from '@/api/session';
import { Mark } from '@/parts/Mark';
import { paths } from '@/paths';
import styles from './pages.module.css';
import { words } from './words';

const says = words.pages;

/** Fetched by those only who belong nowhere yet. */
const LocalMails = lazy(async () => ({ default: (await import('@/parts/mails/LocalMails')).LocalMails }));

interface FrontPageProps {
  readonly title: string;
  readonly waiting?: boolean;
  readonly children?: ReactNode;
}

/** A page before the shell: the mark, and one thing to read or do. */
export function FrontPage({ title, waiting = false, children }: FrontPageProps) {
  return (
    <main className={styles.page} aria-busy={waiting}>
      <title>{title === 'Keelson' ? title : `${title} · Keelson`}</title>
      <div className={styles.card} data-waiting={waiting || undefined}>
        <Mark size={40} />
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}

interface SignInPageProps {
  readonly ended: boolean;
  /** The person comes by the link of an invitation. */
  readonly invited: boolean;
}

export function SignInPage({ ended, invited }: SignInPageProps) {
  const here = window.location.pathname + window.location.search;
  return (
    <FrontPage title={says.signIn}>
      <p>{invited ? says.invited : ended ? says.ended : says.what}</p>
      <Button component="a" href={paths.signIn(here)} className={styles.wide}>
        {says.signInVerb}
      </Button>
    </FrontPage>
  );
}

interface NoTenantPageProps {
  readonly session: Session;
  /** The person runs the installation. */
  readonly operator: boolean;
  readonly onRetry: () => void;
  /** Null where the person may not. */
  readonly onCreate: (() => void) | null;
  readonly onSignOut: () => void;
}

export function NoTenantPage({ session, operator, onRetry, onCreate, onSignOut }: NoTenantPageProps) {
  return (
    <FrontPage title={says.noTenant}>
      <p>
        {says.noTenantOf(session.name)} {onCreate === null ? says.askTo : says.createOrAskTo}{' '}
        <span className="med">{session.email}</span> {says.lookAgainAfter}
      </p>
      <div className={styles.actions}>
        {operator && (
          <Button component="a" href={paths.operator()}>
            {says.operate}
          </Button>
        )}
        {onCreate !== null && <Button onClick={onCreate}>{says.create}</Button>}
        <Button variant={onCreate === null ? 'filled' : 'default'} onClick={onRetry}>
          {says.lookAgain}
        </Button>
        <Button variant="default" onClick={onSignOut}>
          {says.signOut}
        </Button>
      </div>
      <Suspense>
        <LocalMails />
      </Suspense>
    </FrontPage>
  );
}

/** In place of the page of an organisation that does not let the person in any more: which of the reasons, is not told. */
export function OutsidePage({ tenant }: { readonly tenant: Tenant }) {
  return (
    <FrontPage title={says.outside(tenant.name)}>
      <p role="status">{says.outsideWhy}</p>
      {/* The console begins anew: nothing of the organisation is kept. */}
      <Button component="a" href={paths.home()} className={styles.wide}>
        {says.goOn}
      </Button>
    </FrontPage>
  );
}
