package io.keelson.tenancy.testing;

/**
 * A migrated database of one test's own; closing it drops it, whoever is still connected.
 *
 * @param ownerUser migrates and bypasses row-level security
 * @param appUser what {@code TenantDatabase} connects as
 * @param systemUser what {@code SystemDatabase} connects as
 */
public record TestDatabase(
    String host,
    int port,
    String name,
    String ownerUser,
    String ownerPassword,
    String appUser,
    String appPassword,
    String systemUser,
    String systemPassword,
    Runnable drop)
    implements AutoCloseable {

  public String jdbcUrl() {
    return "jdbc:postgresql://%s:%d/%s".formatted(host, port, name);
  }

  @Override
  public void close() {
    drop.run();
  }
}
