package io.keelson.api.transform;

import io.keelson.tenancy.retention.Retention;
import io.keelson.tenancy.retention.Retentions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Previews go. */
@ApplicationScoped
public class TransformRetention implements Retentions {
  private final TransformRetentionConfig config;

  public TransformRetention(TransformRetentionConfig config) {
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
