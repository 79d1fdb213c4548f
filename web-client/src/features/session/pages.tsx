import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Session } from '@/api/session';
import { Mark } from '@/parts/Mark';
import { paths } from '@/paths';
import styles from './pages.module.css';

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

export function SignInPage({ ended }: { readonly ended: boolean }) {
  const here = window.location.pathname + window.location.search;
  return (
    <FrontPage title="Sign in to Keelson">
      <p>
        {ended
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
  readonly onRetry: () => void;
  readonly onCreate: () => void;
  readonly onSignOut: () => void;
}

export function NoTenantPage({ session, onRetry, onCreate, onSignOut }: NoTenantPageProps) {
  return (
    <FrontPage title="No organisation yet">
      <p>
        You are signed in as {session.name}, and no organisation counts you as a member. Create one, or ask an
        owner to add <span className="med">{session.email}</span> and look again.
      </p>
      <div className={styles.actions}>
        <Button onClick={onCreate}>Create organisation</Button>
        <Button variant="default" onClick={onRetry}>
          Look again
        </Button>
        <Button variant="default" onClick={onSignOut}>
          Sign out
        </Button>
      </div>
    </FrontPage>
  );
}
