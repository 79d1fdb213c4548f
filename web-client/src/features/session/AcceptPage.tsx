import { Button } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { createClient, idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import {
  AcceptInvitationDocument,
  MyInvitationsDocument,
  ViewerDocument,
  type MyInvitationsQuery,
} from '@/api/generated/session';
import { endSession, type Session, type Tenant } from '@/api/session';
import { exactUtc } from '@/format/time';
import { FormFailure } from '@/parts/form';
import { paths } from '@/paths';
import { words } from './accept-words';
import { rememberTenant } from './chosen-tenant';
import { forgetInvitation, type Invitation } from './invitation';
import { FrontPage } from './pages';
import styles from './pages.module.css';
import { refusalOf } from './refusal';

interface AcceptPageProps {
  readonly session: Session;
  readonly tenants: readonly Tenant[];
  readonly invitation: Invitation;
  readonly onEnd: () => void;
}

type Pending = MyInvitationsQuery['viewer']['invitations'];

/** Where the link of an invitation leads: who invites, whom, and what became of it. */
export function AcceptPage({ session, tenants, invitation, onEnd }: AcceptPageProps) {
  const { token } = invitation;
  const client = useMemo(
    () => createClient({ csrfToken: session.csrfToken, tenant: null, onSignedOut: onEnd }),
    [session, onEnd],
  );
  const [pending, setPending] = useState<Pending | null>(null);
  const [joined, setJoined] = useState<Tenant | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [sending, setSending] = useState(false);
  const [key] = useState(newIdempotencyKey);

  useEffect(() => {
    let wanted = true;
    // Who invites is told where it is known; without it the invitation is accepted all the same.
    void client
      .query(MyInvitationsDocument, {}, { requestPolicy: 'network-only' })
      .toPromise()
      .then(({ data }) => {
        if (wanted) setPending(data?.viewer.invitations ?? []);
      });
    return () => {
      wanted = false;
    };
  }, [client]);

  async function accept() {
    if (token === null) return;
    setSending(true);
    setFailure(null);
    const { error } = await client.mutation(AcceptInvitationDocument, { token }, idempotent(key)).toPromise();
    if (error !== undefined) setFailure(toFailure(error));
    else await arrive();
    setSending(false);
  }

  /** The organisation that was not among one's own before. */
  async function arrive() {
    forgetInvitation();
    const { data } = await client
      .query(ViewerDocument, { named: false }, { requestPolicy: 'network-only' })
      .toPromise();
    const known = new Set(tenants.map(({ id }) => id));
    const tenant = data?.viewer.tenants.find(({ id }) => !known.has(id)) ?? null;
    if (tenant !== null) rememberTenant(tenant.slug);
    setJoined(tenant ?? { id: '', slug: '', name: words.theOrganisation, status: 'ACTIVE' });
  }

  const others = (
    <Button
      variant="default"
      onClick={() => {
        void endSession(session).then((ended) => ended && onEnd());
      }}
    >
      {words.asOther}
    </Button>
  );
  if (joined !== null) {
    return (
      <FrontPage title={words.joined(joined.name)}>
        <p>{words.joinedWhat}</p>
        <Button component="a" href={paths.home()} className={styles.wide}>
          {words.open(joined.name)}
        </Button>
      </FrontPage>
    );
  }
  const over = failure === null ? null : refusalOf(failure);
  if (token === null || over !== null) {
    return (
      <FrontPage title={over?.title ?? words.broken}>
        <p role="alert">{over?.why ?? words.brokenWhy}</p>
        <p>
          {words.signedInAs(session.name)} <span className="med">{session.email}</span>.
        </p>
        <div className={styles.actions}>
          {tenants.length > 0 && (
            <Button component="a" href={paths.home()}>
              {words.back}
            </Button>
          )}
          {others}
        </div>
      </FrontPage>
    );
  }
  const only = pending?.length === 1 ? pending[0] : undefined;
  return (
    <FrontPage title={only === undefined ? words.question : words.questionOf(only.tenantName)}>
      <p>
        {only !== undefined && <>{words.by(only.createdBy.label, exactUtc(only.expiresAt).slice(0, 16))} </>}
        {words.joinAs(session.name)} <span className="med">{session.email}</span>
        {words.seen}
      </p>
      {failure !== null && <FormFailure what={words.notAccepted} failure={failure} />}
      <div className={styles.actions}>
        <Button onClick={() => void accept()} loading={sending}>
          {only === undefined ? words.accept : words.join(only.tenantName)}
        </Button>
        {others}
      </div>
    </FrontPage>
  );
}
