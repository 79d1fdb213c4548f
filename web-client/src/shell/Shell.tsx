import { useState } from 'react';
import { Outlet, ScrollRestoration } from 'react-router';
import { useKeys } from './keys';
import { KeysDialog } from './KeysDialog';
import styles from './Shell.module.css';
import { SideBar } from './SideBar';
import { TabBar } from './TabBar';
import { TopBar } from './TopBar';

/** The frame around every page: side bar, top bar, and on a narrow screen a tab bar. */
export function Shell() {
  const [keysOpen, setKeysOpen] = useState(false);
  useKeys(() => setKeysOpen(true));
  return (
    <>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <div className={styles.app}>
        <SideBar />
        <div className={styles.column}>
          <TopBar onShowKeys={() => setKeysOpen(true)} />
          <main className={styles.main} id="main" tabIndex={-1}>
            <Outlet />
          </main>
        </div>
      </div>
      <TabBar />
      <KeysDialog opened={keysOpen} onClose={() => setKeysOpen(false)} />
      <ScrollRestoration />
    </>
  );
}
