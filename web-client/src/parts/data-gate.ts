/** The least that data must be, as the API names it. */
export type DataGate = 'SEALED' | 'VALIDATED';

/** A data set version, as far as it matters to who wants to read it. */
export interface Standing {
  readonly status: string;
  /** Until when it is let through although it was rejected. */
  readonly waivedUntil: string | null;
}

const READABLE = ['SEALED', 'VALIDATING', 'VALIDATED', 'ERRORED'];

/** Whether a job may read it. */
export function isReadable({ status, waivedUntil }: Standing): boolean {
  return READABLE.includes(status) || isWaived({ status, waivedUntil });
}

/** Whether it is open to what needs validated data. */
export function isValidated({ status, waivedUntil }: Standing): boolean {
  return status === 'VALIDATED' || isWaived({ status, waivedUntil });
}

export function isWaived({ status, waivedUntil }: Standing): boolean {
  return status === 'REJECTED' && waivedUntil !== null;
}
