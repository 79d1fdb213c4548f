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
  return server.opened(socket, {});
}
