import type { CombinedError } from '@urql/core';

/**
 * The platform's stable error codes, `UNREACHABLE` for a platform that did not answer at all, and `OUTDATED` for a page of
 * another release than the platform's.
 */
export const FAILURE_CODES = [
  'VALIDATION',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'QUOTA_EXCEEDED',
  'BUDGET_EXCEEDED',
  'RATE_LIMITED',
  'UNAVAILABLE',
  'INTERNAL',
  'UNREACHABLE',
  'OUTDATED',
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];

/** What went wrong with one request, in the form pages show it. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  /** What is wrong with which input field, by the field's own name. */
  readonly fields: Readonly<Record<string, string>>;
  /** The same by the field's whole path, such as `input.expectations[3].column`, where the platform named any. */
  readonly places?: Readonly<Record<string, string>>;
  /** Null when no answer came. */
  readonly requestId: string | null;
}

/** The first error decides code and message: the platform puts the gravest first. */
export function toFailure(error: CombinedError): Failure {
  const response = asResponse(error.response);
  const first = error.graphQLErrors[0];
  const requestId = response?.headers.get('X-Request-Id') ?? asText(first?.extensions.requestId);
  if (first === undefined) {
    const code = response === null ? 'UNREACHABLE' : codeOfStatus(response.status);
    return { code, message: SENTENCES[code], fields: {}, requestId };
  }
  const fields: Record<string, string> = {};
  const places: Record<string, string> = {};
  for (const { extensions, message } of error.graphQLErrors) {
    const field = extensions.field;
    if (typeof field !== 'string') continue;
    fields[lastSegment(field)] ??= message;
    places[field] ??= message;
  }
  const code = knownCode(first.extensions.code);
  return { code, message: first.message, fields, places, requestId };
}

/** Missing and forbidden look the same to a person, as they do in the API. */
export function isHidden(failure: Failure): boolean {
  return failure.code === 'FORBIDDEN' || failure.code === 'NOT_FOUND';
}

/** Whether the person is no member of the organisation that the request named: they left meanwhile, or were removed. */
export function isOutside({ code, message }: Failure): boolean {
  return code === 'NOT_FOUND' && message === 'tenant not found';
}

/** Whether the change may have been made all the same: nobody knows here. */
export function mayBeDone({ code }: Failure): boolean {
  return code === 'UNREACHABLE' || code === 'UNAVAILABLE' || code === 'INTERNAL';
}

export function codeOfStatus(status: number): FailureCode {
  if (status === 401) return 'UNAUTHENTICATED';
  if (status === 403) return 'FORBIDDEN';
  if (status === 404) return 'NOT_FOUND';
  if (status === 429) return 'RATE_LIMITED';
  if (status === 502 || status === 503 || status === 504) return 'UNAVAILABLE';
  return 'INTERNAL';
}

/** Said when the platform sent no sentence of its own. */
export const SENTENCES: Readonly<Record<FailureCode, string>> = {
  VALIDATION: 'Something in the input is not as expected.',
  UNAUTHENTICATED: 'Your session has ended.',
  FORBIDDEN: 'Your roles do not cover this.',
  NOT_FOUND: 'It does not exist, or your roles do not cover it.',
  CONFLICT: 'Someone else changed it meanwhile.',
  QUOTA_EXCEEDED: 'A quota of your organisation is used up.',
  BUDGET_EXCEEDED: 'A budget of your organisation is used up.',
  RATE_LIMITED: 'Too many requests in a short time. Wait a moment, then try again.',
  UNAVAILABLE: 'The platform is starting or stopping. Try again in a moment.',
  INTERNAL: 'The platform failed to answer. Its log has the reason under the request id.',
  OUTDATED: 'The platform was renewed meanwhile. Reload the page to go on.',
  UNREACHABLE: 'The platform did not answer. Check your connection, then try again.',
};

function knownCode(code: unknown): FailureCode {
  return FAILURE_CODES.find((known) => known === code) ?? 'INTERNAL';
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function asText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function asResponse(value: unknown): Response | null {
  return value instanceof Response ? value : null;
}

/** Nothing came back, neither data nor an error. */
export const NO_ANSWER: Failure = {
  code: 'INTERNAL',
  message: SENTENCES.INTERNAL,
  fields: {},
  requestId: null,
};
