import { ActionIcon } from '@mantine/core';
import { useEffect, useEffectEvent } from 'react';
import { Link, useLocation } from 'react-router';
import { useClient } from 'urql';
import { UnreadDocument } from '@/api/generated/shell';
import { useSignedIn } from '@/api/session';
import { forgetUnread, noteUnread, shownUnread, useUnread } from '@/api/unread';
import { MINUTE_MS } from '@/format/units';
import { Icon } from '@/parts/Icon';
import { paths } from '@/paths';
import styles from './Bell.module.css';
import { words } from './words';

const says = words.inbox;

/** The number is asked for again this often while the console is in sight. */
const REPEAT_MS = MINUTE_MS;

/** Leads to the inbox, and says how much of it is unread. It costs no page a request. */
export function Bell() {
  const { tenant } = useSignedIn();
  const client = useClient();
  const unread = useUnread();
  const { pathname } = useLocation();
  const ask = useEffectEvent(async () => {
    if (document.visibilityState !== 'visible' || tenant.status === 'SUSPENDED') return;
    const { data } = await client.query(UnreadDocument, {}, { requestPolicy: 'network-only' }).toPromise();
    if (data != null) noteUnread(tenant.slug, data.viewer.unreadThreads);
  });
  useEffect(() => {
    const timer = setInterval(() => void ask(), REPEAT_MS);
    return () => {
      clearInterval(timer);
      forgetUnread();
    };
  }, []);
  const shown = shownUnread(unread);
  const label = unread === 0 ? says.none : says.unread(shown);
  return (
    <ActionIcon
      component={Link}
      to={paths.inbox()}
      variant="subtle"
      className={styles.bell ?? ''}
      aria-label={label}
      title={says.withKeys(label)}
      aria-current={pathname === paths.inbox() ? 'page' : undefined}
    >
      <Icon name="bell" />
      {unread > 0 && (
        <span className={styles.count} aria-hidden="true">
          {shown}
        </span>
      )}
    </ActionIcon>
  );
}
