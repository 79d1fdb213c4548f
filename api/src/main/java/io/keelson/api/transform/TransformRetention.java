package io.keelson.api.transform;

import io.keelson.tenancy.retention.Retention;
import io.keelson.tenancy.retention.Retentions;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Previews are looked at once. */
@ApplicationScoped
class TransformRetention implements Retentions {
  private final Config config;

  /** How long what transforms leave behind stays. */
  @ConfigMapping(prefix = "keelson.retention")
  interface Config {
    /** Previews, from their beginning. */
    @WithDefault("PT24H")
    Duration transformPreviews();
  }

  TransformRetention(Config config) {
    this.config = config;
  }

  @Override
  public List<Retention> retentions() {
    return List.of(
        Retention.of(
            "catalog.transform_preview",
            "keelson.retention.transform-previews",
            config.transformPreviews(),
            "t.created_at"));
  }
}
