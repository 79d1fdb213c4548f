import { Button } from '@mantine/core';
import { lazy, Suspense, type ReactNode } from 'react';
import type { Session, Tenant } from '@/api/session';
import { Mark } from '@/parts/Mark';
import { paths } from '@/paths';
import styles from './pages.module.css';

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
    <FrontPage title="Sign in to Keelson">
      <p>
        {invited
          ? 'You are invited to an organisation. Sign in, or sign up, with the e-mail address that the invitation was sent to.'
          : ended
            ? 'Your session has ended. Sign in again to go on where you were.'
            : 'Data, experiments, models, endpoints and what they cost, in one place.'}
      </p>
      <Button component="a" href={paths.signIn(here)} className={styles.wide}>
        Sign in
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
    <FrontPage title="No organisation yet">
      <p>
        You are signed in as {session.name}, and no organisation counts you as a member.{' '}
        {onCreate === null ? 'Ask' : 'Create one, or ask'} an owner to add{' '}
        <span className="med">{session.email}</span> and look again.
      </p>
      <div className={styles.actions}>
        {operator && (
          <Button component="a" href={paths.operator()}>
            Run the installation
          </Button>
        )}
        {onCreate !== null && <Button onClick={onCreate}>Create organisation</Button>}
        <Button variant={onCreate === null ? 'filled' : 'default'} onClick={onRetry}>
          Look again
        </Button>
        <Button variant="default" onClick={onSignOut}>
          Sign out
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
    <FrontPage title={`You cannot get into ${tenant.name} at present`}>
      <p role="status">
        Your membership ended, your sign-on is lost, or an operator suspended the organisation.
      </p>
      {/* The console begins anew: nothing of the organisation is kept. */}
      <Button component="a" href={paths.home()} className={styles.wide}>
        Continue
      </Button>
    </FrontPage>
  );
}
