package io.keelson.api.identity;

import io.keelson.tenancy.access.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The tokens that jobs report with, each good for one attempt while its lease lives. */
@ApplicationScoped
class JobCredentials {
  static final String PREFIX = "ksj_";

  Optional<Principal> verify(String token) {
    return Optional.empty();
  }
}
