import { useEffect } from 'react';

/**
 * Gives the focus back to what had it when a dialog opened. Mantine does so for a dialog that closes, not for one that
 * is taken out of the page while it is open.
 */
export function useReturnFocus(opened: boolean) {
  useEffect(() => {
    if (!opened) return;
    const opener = document.activeElement;
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, [opened]);
}
