package io.keelson.api.graphql.tenancy;

/** Which API keys come first. */
public enum ApiKeyOrder {
  NEWEST,
  /** Those that took most points of cost in the last seven days. */
  POINTS
}
