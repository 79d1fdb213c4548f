package io.keelson.tenancy.embedded;

import java.util.Optional;

/**
 * Where the servers are and how to sign in to them, embedded or not.
 *
 * @param databaseTls how connections to it are protected
 * @param owner migrates; bypasses row-level security; known to nobody who serves
 * @param appUser what {@code TenantDatabase} connects as
 * @param systemUser what {@code SystemDatabase} connects as
 * @param redisUrl with its password
 * @param keycloakUrl without a trailing slash; the realm is at {@code <keycloakUrl>/realms/keelson}
 * @param consoleSecret of the client {@code keelson-console}
 * @param demoPassword of the demo people (see {@link DemoIdentities})
 */
public record ServerAddresses(
    String databaseHost,
    int databasePort,
    String databaseName,
    DatabaseTls databaseTls,
    Optional<Owner> owner,
    String appUser,
    String appPassword,
    String systemUser,
    String systemPassword,
    String redisUrl,
    String keycloakUrl,
    String consoleSecret,
    String demoPassword) {

  /** The login that may do everything in the database. */
  public record Owner(String user, String password) {
    /** Leaves the password out. */
    @Override
    public String toString() {
      return user;
    }
  }

  public String ownerUser() {
    return knownOwner().user();
  }

  public String ownerPassword() {
    return knownOwner().password();
  }

  private Owner knownOwner() {
    return owner.orElseThrow(
        () -> new IllegalStateException("a process that serves does not know the owner"));
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://%s:%d/%s%s"
        .formatted(databaseHost, databasePort, databaseName, databaseTls.query());
  }

  /** The owner's libpq URL. */
  public String ownerUrl() {
    return url(ownerUser(), ownerPassword());
  }

  /** The application's. */
  public String appUrl() {
    return url(appUser, appPassword);
  }

  /** The one that looks across tenants. */
  public String systemUrl() {
    return url(systemUser, systemPassword);
  }

  private String url(String user, String password) {
    return "postgresql://%s:%s@%s:%d/%s%s"
        .formatted(
            encode(user),
            encode(password),
            databaseHost,
            databasePort,
            databaseName,
            databaseTls.query());
  }

  /** Secret of the client {@code keelson-api}; null where that of the console is not known. */
  public String apiSecret() {
    return consoleSecret == null ? null : KeelsonRealm.apiSecret(consoleSecret);
  }

  /** What tokens of the realm name as their issuer. */
  public String issuer() {
    return keycloakUrl + "/realms/keelson";
  }

  private static String encode(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
        .replace("+", "%20");
  }

  /** Leaves the passwords out, so that they do not end in a log. */
  @Override
  public String toString() {
    return "ServerAddresses[%s, keycloak %s]".formatted(jdbcUrl(), keycloakUrl);
  }
}
