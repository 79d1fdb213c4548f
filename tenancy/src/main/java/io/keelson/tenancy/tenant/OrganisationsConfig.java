package io.keelson.tenancy.tenant;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What may be set of organisations. */
@ConfigMapping(prefix = "keelson.organisations")
public interface OrganisationsConfig {
  /** How many one person may create; those count that have an owner other than them by now. */
  @WithDefault("20")
  int perPerson();
}
