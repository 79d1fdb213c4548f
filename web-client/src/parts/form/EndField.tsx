import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

interface EndFieldProps {
  readonly label: string;
  readonly description: string;
  /** A day, or a minute of one; both in UTC. */
  readonly kind: 'day' | 'minute';
  readonly fromMs: number;
  readonly untilMs: number;
  /** As `endText` writes it. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: ReactNode;
}

/** When something ends that somebody lets happen for a while: within bounds, and never without an end. */
export function EndField({ kind, fromMs, untilMs, onChange, ...field }: EndFieldProps) {
  return (
    <TextInput
      {...field}
      type={kind === 'day' ? 'date' : 'datetime-local'}
      required
      min={endText(kind, fromMs)}
      max={endText(kind, untilMs)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** `2026-11-19`, or `2026-11-19T14:32`. */
export function endText(kind: 'day' | 'minute', ms: number): string {
  return new Date(ms).toISOString().slice(0, kind === 'day' ? 10 : 16);
}
