package io.keelson.api.graphql.quota;

import io.keelson.api.main.KeelsonConfig;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where organisations ask for more; what is no address stops the start. */
@Startup
@ApplicationScoped
class OperatorMail {
  /** No more than a link to it can hold as it is. */
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,255}");

  private final Optional<String> address;

  @Inject
  OperatorMail(KeelsonConfig config) {
    this(config.operatorMail());
  }

  OperatorMail(Optional<String> setting) {
    this.address = setting.map(String::strip).filter(text -> !text.isEmpty());
    if (address.isPresent() && !ADDRESS.matcher(address.get()).matches()) {
      throw new IllegalStateException(
          "keelson.operator-mail: "
              + address.get()
              + " (expected: one address, such as ops@example.com)");
    }
  }

  /** Empty where nobody is to be asked. */
  Optional<String> address() {
    return address;
  }
}
