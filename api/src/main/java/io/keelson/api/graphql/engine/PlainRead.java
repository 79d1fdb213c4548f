package io.keelson.api.graphql.engine;

/** What answers a field by reading its source, and does nothing else: it may be asked twice. */
interface PlainRead {
  /**
   * @param source not null
   * @return null for a field that has none
   */
  Object read(Object source) throws Exception;
}
