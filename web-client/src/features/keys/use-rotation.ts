import { useState } from 'react';
import type { KeyRowFragment } from '@/api/generated/keys';
import type { Permission } from '@/api/permissions';
import { isLive, mayDo } from '@/parts/key';
import { useNow } from '@/parts/now';
import { useParam } from '@/parts/use-param';

/** The key that is being rotated: chosen in its row, or named by the address. */
export function useRotation(
  keys: readonly KeyRowFragment[] | undefined,
  mine: readonly Permission[] | undefined,
) {
  const now = useNow();
  const [asked, ask] = useParam('rotate');
  const [rotating, setRotating] = useState<KeyRowFragment | null>(null);
  const [begun, setBegun] = useState('');
  const found = keys?.find(({ id }) => id === asked);
  const mayRotate = found !== undefined && mayDo(mine, found);
  // The dialog keeps what it began with: its secret must outlive a list that is loaded anew.
  if (found !== undefined && begun !== found.id && isLive(found, now) && mayRotate) {
    setBegun(found.id);
    setRotating(found);
  }
  return {
    rotating,
    setRotating,
    /** Asked for, and not this person's to rotate. */
    refused: found !== undefined && !mayRotate ? found : null,
    done: () => {
      setRotating(null);
      ask('');
    },
  };
}
