import {
  CombinedError,
  makeOperation,
  type Exchange,
  type Operation,
  type OperationResult,
} from '@urql/core';
import { filter, makeSubject, map, merge, pipe } from 'wonka';

/** Carries the document itself beside its id, for when the id is not known. */
const DOCUMENT = 'document';

/**
 * Sends operations by the id of their text, which the platform knows from the console's build: requests are smaller, and
 * an organisation may allow these operations only. A platform of another release may not know an id; then this page goes
 * on with texts. Where the organisation refuses those, the page has to be loaded anew.
 */
export function trustedExchange(): Exchange {
  return ({ forward }) => {
    let isOtherRelease = false;
    const again = makeSubject<Operation>();

    function outgoing(operation: Operation): Operation {
      return isOtherRelease || operation.kind === 'teardown' ? operation : byId(operation);
    }

    /** False for a result that another one takes the place of. */
    function isFinal({ error, operation }: OperationResult): boolean {
      if (!isUnknownDocument(error) || documentOf(operation) === null) return true;
      isOtherRelease = true;
      // Whoever follows a subscription asks again by themselves.
      if (operation.kind === 'subscription') return true;
      again.next(byText(operation));
      return false;
    }

    function incoming(result: OperationResult): OperationResult {
      const { error } = result;
      return {
        ...result,
        operation: byText(result.operation),
        ...(error === undefined ? {} : { error: inWords(error, isOtherRelease) }),
      };
    }

    return (operations) =>
      pipe(merge([pipe(operations, map(outgoing)), again.source]), forward, filter(isFinal), map(incoming));
  };
}

/** Of an operation of this console's build; null for one that was typed, or in a test. */
function idOf(document: unknown): string | null {
  const id = (document as { readonly __meta__?: { readonly documentId?: unknown } }).__meta__?.documentId;
  return typeof id === 'string' ? id : null;
}

function byId(operation: Operation): Operation {
  const documentId = idOf(operation.query);
  if (documentId === null) return operation;
  const query = { kind: 'Document', definitions: [], documentId } as unknown as Operation['query'];
  return makeOperation(
    operation.kind,
    { ...operation, query },
    { ...operation.context, [DOCUMENT]: operation.query },
  );
}

function byText(operation: Operation): Operation {
  const document = documentOf(operation);
  if (document === null) return operation;
  return makeOperation(
    operation.kind,
    { ...operation, query: document },
    { ...operation.context, [DOCUMENT]: undefined },
  );
}

function documentOf(operation: Operation): Operation['query'] | null {
  return (operation.context[DOCUMENT] as Operation['query'] | undefined) ?? null;
}

function isUnknownDocument(error: CombinedError | undefined): boolean {
  return says(error, 'NOT_FOUND', 'documentId');
}

/** The organisation allows trusted operations only. */
export function isUntrusted(error: CombinedError | undefined): boolean {
  return says(error, 'FORBIDDEN', 'query');
}

function says(error: CombinedError | undefined, code: string, field: string): boolean {
  const extensions = error?.graphQLErrors[0]?.extensions;
  return extensions?.code === code && extensions.field === field;
}

function inWords(error: CombinedError, isOtherRelease: boolean): CombinedError {
  if (isUnknownDocument(error)) return told(error, 'UNAVAILABLE', 'The platform was renewed meanwhile.');
  if (isOtherRelease && isUntrusted(error)) {
    return told(error, 'OUTDATED', 'The platform was renewed meanwhile. Reload the page to go on.');
  }
  return error;
}

function told(error: CombinedError, code: string, message: string): CombinedError {
  const requestId = error.graphQLErrors[0]?.extensions.requestId;
  return new CombinedError({
    graphQLErrors: [{ message, extensions: { code, requestId } }],
    response: error.response as unknown,
  });
}
