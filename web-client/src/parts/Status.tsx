import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon';
import styles from './Status.module.css';

export type Tone = 'ok' | 'warn' | 'bad' | 'run' | 'wait' | 'idle';

/** A shape, a word and a colour, in that order of importance. */
export function Status({ tone, icon, children }: { tone: Tone; icon: IconName; children?: ReactNode }) {
  return (
    <span className={styles.status} data-tone={tone}>
      <Icon name={icon} size={14} />
      {children}
    </span>
  );
}
