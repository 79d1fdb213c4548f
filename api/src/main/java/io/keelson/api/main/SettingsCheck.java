package io.keelson.api.main;

import io.keelson.tenancy.embedded.Setting;
import io.vertx.ext.web.Router;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The {@link ProductionCheck} again, over all that the application reads: a file {@code
 * config/application.properties} beside it, {@code .env} and a profile's own settings as well,
 * which {@code main} knows nothing of. It runs before a door opens.
 */
@ApplicationScoped
class SettingsCheck {
  private static final int FIRST = 1;

  /** Where the framework listens when it is told nothing. */
  private static final String ANY_ADDRESS = "0.0.0.0";

  void check(@Observes @Priority(FIRST) Router router) {
    Config config = ConfigProvider.getConfig();
    requireLauncherKnows(config, Setting.property(ProductionCheck.PRODUCTION).orElse("false"));
    run(config, KeelsonMain::sandboxObjection);
  }

  /**
   * Otherwise the servers of the embedded defaults would be running by now, whatever else is set.
   */
  static void requireLauncherKnows(Config config, String toldToLauncher) {
    boolean isProduction =
        config.getOptionalValue(ProductionCheck.PRODUCTION, Boolean.class).orElse(false);
    if (isProduction && !toldToLauncher.strip().equalsIgnoreCase("true")) {
      throw new IllegalStateException(
          ProductionCheck.PRODUCTION
              + ": true in a file (expected: as -Dkeelson.production=true or KEELSON_PRODUCTION=true, which is read before a server is chosen)");
    }
  }

  static void run(Config config, Supplier<Optional<String>> sandboxObjection) {
    new ProductionCheck(name -> value(config, name), sandboxObjection).run();
  }

  private static Optional<String> value(Config config, String name) {
    Optional<String> value = config.getOptionalValue(name, String.class);
    return name.equals(ProductionCheck.BOUND_HOST)
        ? value.or(() -> Optional.of(ANY_ADDRESS))
        : value;
  }
}
