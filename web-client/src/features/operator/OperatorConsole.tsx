import { Button } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { Provider } from 'urql';
import { createClient } from '@/api/client';
import { endSession, type Session } from '@/api/session';
import { Mark } from '@/parts/Mark';
import { paths } from '@/paths';
import styles from './operator.module.css';
import { OperatorPage } from './OperatorPage';
import { words } from './words';

const says = words.page;

interface OperatorConsoleProps {
  readonly session: Session;
  /** The person belongs to an organisation too, whose console is beside this one. */
  readonly isMember: boolean;
  readonly onEnd: () => void;
}

/** What those see who run the installation: they are no members of the organisations that they look after. */
export function OperatorConsole({ session, isMember, onEnd }: OperatorConsoleProps) {
  const client = useMemo(
    () => createClient({ csrfToken: session.csrfToken, tenant: null, onSignedOut: onEnd }),
    [session, onEnd],
  );
  const router = useMemo(
    () => createBrowserRouter([{ path: paths.operator(), element: <OperatorPage /> }]),
    [],
  );
  const signOut = useCallback(async () => {
    if (await endSession(session)) onEnd();
  }, [session, onEnd]);
  return (
    <Provider value={client}>
      <header className={styles.bar}>
        <Mark size={22} />
        <span className="med">{says.installation}</span>
        <span className={styles.who}>{session.email}</span>
        {isMember && (
          <Button variant="default" component="a" href={paths.home()}>
            {says.console}
          </Button>
        )}
        <Button variant="default" onClick={() => void signOut()}>
          {says.signOut}
        </Button>
      </header>
      <main className={styles.main}>
        <RouterProvider router={router} />
      </main>
    </Provider>
  );
}
