package io.keelson.api.data;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds of the byte doors. One tenant can hold half of each. */
@ConfigMapping(prefix = "keelson.transfers")
public interface TransferConfig {
  /** Uploads of this process at one time; each holds up to 8 MiB. */
  @WithDefault("32")
  int maxUploads();

  /**
   * Downloads of this process at one time; each holds up to 3 MiB, and half a MiB while its client
   * is slow.
   */
  @WithDefault("128")
  int maxDownloads();
}
