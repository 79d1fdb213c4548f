package io.keelson.api.main;

import io.keelson.tenancy.embedded.DatabaseTls;
import io.keelson.tenancy.embedded.MailServer;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What {@code keelson.production=true} refuses to start with: conveniences of a laptop that are
 * holes where strangers come by. All of them are named at once, each by its property.
 */
final class ProductionCheck {
  static final String PRODUCTION = "keelson.production";
  private static final String ALL_ROLES = "api,broker,gateway";

  /** Where the framework is told to listen, past the settings that are meant for that. */
  static final String BOUND_HOST = "quarkus.management.host";

  private static final String NOT_IN_THE_CLEAR = "credentials must not travel in the clear";

  private final Function<String, Optional<String>> property;
  private final Supplier<Optional<String>> sandboxObjection;
  private final Set<String> roles;
  private final List<String> findings = new ArrayList<>();
  private boolean demo;
  private boolean jobsWithoutSandbox;
  private boolean privateAddresses;

  /**
   * @param property the operator's settings; one that is blank is none
   * @param sandboxObjection why jobs have no sandbox on this machine; asked only where jobs run
   */
  ProductionCheck(
      Function<String, Optional<String>> property, Supplier<Optional<String>> sandboxObjection) {
    this.property = name -> property.apply(name).filter(value -> !value.isBlank());
    this.sandboxObjection = sandboxObjection;
    this.roles =
        Set.copyOf(
            List.of(property.apply("keelson.roles").orElse(ALL_ROLES).strip().split("\\s*,\\s*")));
  }

  /**
   * Outside production it only makes sure that each switch is on or off: the settings' own reader
   * takes {@code yes}, {@code 1} and others for true, and all that it does not know for false.
   *
   * @throws IllegalStateException naming every property that must change
   */
  void run() {
    boolean production = isOn(PRODUCTION, false);
    demo = isOn("keelson.demo.enabled", true);
    jobsWithoutSandbox = isOn("keelson.broker.jobs-without-sandbox", false);
    isOn("keelson.sign-up", false);
    privateAddresses = isOn("keelson.private-addresses", false);
    if (!production) {
      return;
    }
    List<String> found = findings();
    if (!found.isEmpty()) {
      throw new IllegalStateException(
          "keelson.production=true refuses to start:\n  " + String.join("\n  ", found));
    }
  }

  private boolean isOn(String name, boolean otherwise) {
    Optional<String> value = property.apply(name);
    return switch (value.orElse(Boolean.toString(otherwise))) {
      case "true" -> true;
      case "false" -> false;
      case String other ->
          throw new IllegalStateException(name + ": " + other + " (expected: true or false)");
    };
  }

  private List<String> findings() {
    findings.clear();
    lookAtDemo();
    lookAtSecrets();
    lookAtPublicUrls();
    lookAtManagement();
    lookAtMail();
    lookAtJobs();
    if (privateAddresses) {
      refuse(
          "keelson.private-addresses",
          "true",
          "false: tenants would have the platform call addresses of its own network");
    }
    return List.copyOf(findings);
  }

  private void lookAtDemo() {
    if (demo) {
      refuse("keelson.demo.enabled", "true", "false: the demo's people share a password");
    }
  }

  private void lookAtSecrets() {
    lookAtDatabase("keelson.database.app-url");
    lookAtDatabase("keelson.database.system-url");
    lookAtRedis();
    if (roles.contains("api")) {
      lookAtKeycloak();
      require("keelson.keycloak.console-secret", "a secret of yours, not a generated one");
    }
    lookAtMasterKey();
  }

  private void lookAtDatabase(String name) {
    if (!isSet(name)) {
      require(name, "a server with passwords of yours, not the embedded one");
      return;
    }
    lookAtServer(
        name,
        url -> {
          if (DatabaseTls.parse(name, url.getRawQuery()).mode() == DatabaseTls.Mode.DISABLE
              && !isLoopback(url.getHost())) {
            refuse(
                name,
                "no TLS to " + url.getHost(),
                "?sslmode=verify-full&sslrootcert=FILE or ?sslmode=require: " + NOT_IN_THE_CLEAR);
          }
        });
  }

  private void lookAtRedis() {
    String name = "keelson.redis.url";
    if (!isSet(name)) {
      require(name, "a server with a password of yours, not the embedded one");
      return;
    }
    lookAtServer(
        name,
        url -> {
          RedisAddress redis = RedisAddress.parse(url.toString());
          if (redis.password().isEmpty()) {
            refuse(name, "no password", "rediss://:password@host:port");
          }
          if (!redis.tls() && !isLoopback(redis.host())) {
            refuse(name, redis.address(), "rediss://…: " + NOT_IN_THE_CLEAR);
          }
        });
  }

  /** A URL that cannot be read is a finding beside the others; its password is not repeated. */
  private void lookAtServer(String name, Consumer<URI> look) {
    try {
      look.accept(new URI(property.apply(name).orElseThrow()));
    } catch (URISyntaxException e) {
      refuse(name, e.getReason(), "a URL");
    } catch (IllegalArgumentException e) {
      findings.add(e.getMessage());
    }
  }

  private void lookAtKeycloak() {
    String name = "keelson.keycloak.url";
    if (isSet(name)) {
      requireTls(name);
    } else {
      require(name, "a server with passwords of yours, not the embedded one");
    }
  }

  private void lookAtMasterKey() {
    String name = "keelson.objects.master-key-file";
    Optional<Path> file = property.apply(name).map(Path::of);
    if (file.isEmpty()) {
      require(name, "a file of yours, not a generated key: ./keelson new-master-key FILE");
    } else if (!Files.isReadable(file.get())) {
      refuse(name, file.get() + ", which cannot be read", "an existing file");
    }
  }

  private void lookAtPublicUrls() {
    if (roles.contains("api")) {
      requireTls("keelson.http.url");
    }
    if (roles.contains("api") || roles.contains("gateway")) {
      requireTls("keelson.gateway.url");
    }
  }

  private void requireTls(String name) {
    String url = property.apply(name).orElse("missing");
    if (!url.startsWith("https://")) {
      refuse(name, url, "https://…: " + NOT_IN_THE_CLEAR);
    }
  }

  private void lookAtMail() {
    if (!roles.contains("api")) {
      return;
    }
    Optional<MailServer> server = MailServer.from(property);
    if (server.isEmpty()) {
      require(MailServer.SETTING, "a mail server: nobody would get the mails");
      return;
    }
    require("keelson.mail.from", "the address that mails come from");
    server
        .filter(open -> !open.tls() && open.startTls() != MailServer.StartTls.REQUIRED)
        .filter(open -> !isLoopback(open.host()))
        .ifPresent(
            open ->
                refuse(
                    MailServer.SETTING,
                    "starttls=" + open.startTls().name().toLowerCase(Locale.ROOT),
                    "starttls=required, or smtps://: " + NOT_IN_THE_CLEAR));
  }

  private void lookAtManagement() {
    Optional<String> own = property.apply("keelson.management.host");
    String host = own.or(() -> property.apply("keelson.host")).orElse("127.0.0.1");
    String bound = property.apply(BOUND_HOST).orElse(host);
    if (!isLoopback(bound)) {
      String name =
          own.isPresent()
              ? "keelson.management.host"
              : "keelson.host, for want of a keelson.management.host";
      refuse(
          bound.equals(host) ? name : BOUND_HOST,
          bound,
          "keelson.management.host=127.0.0.1: health and metrics are open to whoever reaches them");
    }
  }

  private static boolean isLoopback(String host) {
    try {
      // Without a name, that of the machine itself would be looked up.
      return host != null && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private void lookAtJobs() {
    if (!roles.contains("broker")) {
      return;
    }
    if (jobsWithoutSandbox) {
      refuse("keelson.broker.jobs-without-sandbox", "true", "false: tenants' code is hostile");
    }
    sandboxObjection
        .get()
        .ifPresent(
            objection ->
                refuse(
                    "keelson.roles",
                    String.join(",", roles.stream().sorted().toList()),
                    "no broker on a machine without a sandbox for jobs; here: " + objection));
  }

  private void require(String name, String expected) {
    if (!isSet(name)) {
      refuse(name, "missing", expected);
    }
  }

  private boolean isSet(String name) {
    return property.apply(name).isPresent();
  }

  private void refuse(String name, String value, String expected) {
    findings.add("%s: %s (expected: %s)".formatted(name, value, expected));
  }
}
