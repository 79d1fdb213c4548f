import { cacheExchange, type Cache } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { embedded } from './generated/embedded';

/** Objects are kept once, by type and id; connections grow page by page. One cache belongs to one tenant. */
export function normalisedCache() {
  return cacheExchange({
    keys: embedded,
    resolvers: { Query: { projects: relayPagination() } },
    updates: {
      Mutation: {
        createProject: (_result, _args, cache) => forget(cache, 'projects'),
      },
    },
  });
}

/** Drops what is known of a connection, so that pages that show it ask again; its order is the platform's to decide. */
function forget(cache: Cache, connection: string) {
  for (const field of cache.inspectFields('Query')) {
    if (field.fieldName === connection) cache.invalidate('Query', field.fieldKey);
  }
}
