package io.keelson.api.graphql;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** So that nobody waits for a limit, and few callers reach one. */
public final class ShortLimits implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "keelson.graphql.body-time-limit", "1S",
        "keelson.graphql.operation-time-limit", "4S",
        "keelson.graphql.max-operations", "2",
        "keelson.production", "false",
        "keelson.graphql.introspection", "false");
  }
}
