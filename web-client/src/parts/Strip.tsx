import type { ReactNode } from 'react';
import { Skeleton } from './states';
import styles from './Strip.module.css';

/** One answer: what it is, the figure with its unit, one or two lines of context. */
export interface Figure {
  readonly label: string;
  readonly value: ReactNode;
  /** Small, beside the value: its unit, or what it is a part of. */
  readonly unit?: ReactNode;
  /** A status at the right of the label. */
  readonly aside?: ReactNode;
  /** Between value and context, such as a meter. */
  readonly meter?: ReactNode;
  readonly context?: readonly ReactNode[];
}

interface StripProps {
  readonly label?: string;
  readonly figures: readonly Figure[];
  /** Gives the first figure more room, and the whole width on a narrow screen. */
  readonly lead?: boolean;
}

/** Four to six figures that answer the page's question before anything moves or is clicked. */
export function Strip({ label = 'At a glance', figures, lead = false }: StripProps) {
  return (
    <section aria-label={label}>
      <dl className={styles.strip} data-lead={lead || undefined}>
        {figures.map((figure, index) => (
          <div key={figure.label} data-wide={(lead && index === 0) || undefined}>
            <dt className={styles.label}>
              {figure.label}
              {figure.aside !== undefined && <span className={styles.aside}>{figure.aside}</span>}
            </dt>
            <dd className={styles.value}>
              {figure.value}
              {figure.unit !== undefined && <small>{figure.unit}</small>}
            </dd>
            {figure.meter !== undefined && <dd>{figure.meter}</dd>}
            {figure.context?.map((line, at) => (
              <dd key={at} className={styles.context}>
                {line}
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The strip's final geometry, before its figures are known. */
export function StripSkeleton({
  labels,
  lead = false,
  lines = 1,
}: {
  readonly labels: readonly string[];
  readonly lead?: boolean;
  readonly lines?: number;
}) {
  return (
    <div aria-busy="true">
      <Strip
        lead={lead}
        figures={labels.map((label, index) => ({
          label,
          value: <Skeleton width={88} />,
          ...(lead && index === 0 ? { meter: <div className={styles.meterPlace} /> } : {}),
          context: Array.from({ length: lines }, (_, at) => <Skeleton key={at} width={120} />),
        }))}
      />
    </div>
  );
}
