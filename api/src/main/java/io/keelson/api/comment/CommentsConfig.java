package io.keelson.api.comment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What may be set of comments. */
@ConfigMapping(prefix = "keelson.comments")
public interface CommentsConfig {
  /** How many comments of one thing are one author's, of the 1,000 that it takes. */
  @WithDefault("200")
  int maxOfAuthor();

  /** How many comments an author writes in a minute. */
  @WithDefault("30")
  int maxPerMinute();
}
