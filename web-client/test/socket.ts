import { execute, parse, subscribe, validate } from 'graphql';
import { makeServer, type WebSocket as ServerSocket } from 'graphql-ws';
import { textOf } from './documents';
import { schema, type FakePlatform, type GraphQLRequest } from './platform';

/** The subscription side of the stand-in, speaking the real protocol with whoever opened a socket for `slug`. */
export function openSocket(platform: FakePlatform, slug: string, socket: ServerSocket) {
  const server = makeServer({
    // Those of the schema's own copy of the library.
    execute,
    subscribe,
    onSubscribe: (_context, _id, payload) => {
      const { query, documentId, variables, operationName } = payload as GraphQLRequest;
      const document = parse(query ?? textOf(documentId) ?? '');
      const errors = validate(schema, document);
      if (errors.length > 0) return errors;
      const contextValue = platform.world(slug);
      return {
        schema,
        document,
        variableValues: variables ?? {},
        operationName: operationName ?? null,
        contextValue,
      };
    },
  });
  const withTexts: ServerSocket = {
    ...socket,
    onMessage: (hear) => socket.onMessage((message) => hear(withText(message))),
  };
  return server.opened(withTexts, {});
}

/** The library refuses an operation without its text, as built pages send it: the platform knows that by its id. */
function withText(message: string): string {
  const { payload, ...rest } = JSON.parse(message) as { readonly payload?: GraphQLRequest | null };
  const query = payload?.query == null ? textOf(payload?.documentId) : null;
  return query === null ? message : JSON.stringify({ ...rest, payload: { ...payload, query } });
}
