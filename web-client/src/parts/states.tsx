import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { isHidden, type Failure } from '@/api/failure';
import { CopyButton } from './CopyButton';
import { Status } from './Status';
import styles from './states.module.css';
import { words } from './words';

/** Nothing yet: one sentence of what would be here, and what to do. */
export function Empty({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className={styles.state}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** The same words for what is missing and for what is forbidden: they never tell which of the two it was. */
export function Hidden({ children }: { readonly children?: ReactNode }) {
  return (
    <div className={styles.state}>
      <h2>{words.hidden.title}</h2>
      <p>{words.hidden.text}</p>
      {children !== undefined && <div className={styles.actions}>{children}</div>}
    </div>
  );
}

interface FailedProps {
  /** What could not be done: "Could not load projects". */
  readonly what: string;
  readonly failure: Failure;
  /** What was not touched by it, where that is known. */
  readonly unchanged?: string;
  readonly onRetry: () => void;
}

/** A part of a page fails alone, says why, and offers the request id and another try. */
export function Failed({ what, failure, unchanged, onRetry }: FailedProps) {
  return (
    <div className={styles.state} role="alert">
      <Status tone="bad" icon="bad">
        {what}
      </Status>
      <p>
        {failure.message}
        {unchanged !== undefined && ` ${unchanged}`}
      </p>
      {failure.requestId !== null && (
        <p className="t3 f12">
          {words.failed.request} <span className="mono">{failure.requestId}</span>
        </p>
      )}
      <div className={styles.actions}>
        <Button variant="default" onClick={onRetry}>
          {words.failed.retry}
        </Button>
        {failure.requestId !== null && <CopyButton text={failure.requestId} label={words.failed.copy} />}
      </div>
    </div>
  );
}

/** In place of what did not come: hidden where it is missing or forbidden, else failed. */
export function NotLoaded(props: FailedProps) {
  return isHidden(props.failure) ? <Hidden /> : <Failed {...props} />;
}

/** A line of code one may copy. */
export function Snippet({ children }: { readonly children: string }) {
  return <code className={styles.snippet}>{children}</code>;
}

/** A grey bar in place of text; appears after 150 ms so that a quick answer never flickers. */
export function Skeleton({ width }: { readonly width: number }) {
  return (
    <svg className={styles.skeleton} width={width} height="10" aria-hidden="true">
      <rect width="100%" height="10" rx="3" />
    </svg>
  );
}

/** Three lines in place of a page's first ones. */
export function LinesSkeleton({ label }: { readonly label: string }) {
  return (
    <div role="group" aria-busy="true" aria-label={label}>
      {[240, 320, 280].map((width) => (
        <p key={width}>
          <Skeleton width={width} />
        </p>
      ))}
    </div>
  );
}
