import { lazy, Suspense, useCallback, useState } from 'react';
import { Outlet, ScrollRestoration, useLocation } from 'react-router';
import { useSignedIn } from '@/api/session';
import { paths } from '@/paths';
import { useKeys } from './keys';
import styles from './Shell.module.css';
import { SideBar } from './SideBar';
import { StaleBanner } from './StaleBanner';
import { TabBar } from './TabBar';
import { TopBar } from './TopBar';
import { words } from './words';

/** Fetched when it is first opened. */
const Palette = lazy(async () => ({ default: (await import('./Palette')).Palette }));

const KeysDialog = lazy(async () => ({ default: (await import('./KeysDialog')).KeysDialog }));

/** Fetched by those only who need it. */
const SuspendedPage = lazy(async () => ({ default: (await import('./SuspendedPage')).SuspendedPage }));

/** The frame around every page: side bar, top bar, and on a narrow screen a tab bar. */
export function Shell() {
  const [keysOpen, setKeysOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const showKeys = useCallback(() => setKeysOpen(true), []);
  useKeys({ onHelp: showKeys, onPalette: () => setPaletteOpen(true) });
  const { pathname } = useLocation();
  // Its audit log is all that is left to read of a suspended organisation.
  const isStopped = useSignedIn().tenant.status === 'SUSPENDED' && pathname !== paths.audit();
  return (
    <>
      <a className={styles.skip} href="#main">
        {words.skip}
      </a>
      <div className={styles.app}>
        <SideBar />
        <div className={styles.column}>
          <TopBar onShowKeys={showKeys} onSearch={() => setPaletteOpen(true)} />
          <main className={styles.main} id="main" tabIndex={-1}>
            <StaleBanner />
            {isStopped ? (
              <Suspense>
                <SuspendedPage />
              </Suspense>
            ) : (
              <Outlet />
            )}
          </main>
        </div>
      </div>
      <TabBar />
      {keysOpen && (
        <Suspense>
          <KeysDialog onClose={() => setKeysOpen(false)} />
        </Suspense>
      )}
      {paletteOpen && (
        <Suspense>
          <Palette onClose={() => setPaletteOpen(false)} onShowKeys={showKeys} />
        </Suspense>
      )}
      <ScrollRestoration />
    </>
  );
}
