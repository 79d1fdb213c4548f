import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon';
import styles from './Banner.module.css';

interface BannerProps {
  readonly tone?: 'warn' | 'bad' | 'info' | 'wait';
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

const ICONS: Readonly<Record<string, IconName>> = { warn: 'warn', bad: 'bad', info: 'info', wait: 'pause' };

/** Something that holds for the whole page until it is mended. */
export function Banner({ tone = 'warn', children, action }: BannerProps) {
  return (
    <div className={styles.banner} data-tone={tone} role="status">
      <Icon name={ICONS[tone] ?? 'info'} />
      <p>{children}</p>
      {action !== undefined && <div className={styles.action}>{action}</div>}
    </div>
  );
}
