package io.keelson.bench;

import io.keelson.tenancy.apikey.ApiKeySecret;
import io.keelson.tenancy.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/** What a gateway finds in a database: tenants with keys that may ask models. */
public final class BenchDatabase {
  private BenchDatabase() {}

  public static DatabaseLogin system(TestDatabase database) {
    return new DatabaseLogin(
        database.host(),
        database.port(),
        database.name(),
        database.systemUser(),
        database.systemPassword());
  }

  /** A tenant with one key. */
  public static void insertKey(TestDatabase database, String slug, ApiKeySecret key)
      throws SQLException {
    UUID tenant = UUID.randomUUID();
    try (Connection connection =
        DriverManager.getConnection(
            database.jdbcUrl(), database.ownerUser(), database.ownerPassword())) {
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at) VALUES (?, ?, ?,"
                  + " now())")) {
        insert.setObject(1, tenant);
        insert.setString(2, slug);
        insert.setString(3, slug);
        insert.executeUpdate();
      }
      try (PreparedStatement insert =
          connection.prepareStatement(
              """
              INSERT INTO tenancy.api_key
                (tenant_id, id, name, prefix, secret_hash, permissions, project_ids, created_by, created_at)
              VALUES (?, gen_random_uuid(), 'bench', ?, ?, '{ENDPOINT_INVOKE}', '{}', 'bench', now())
              """)) {
        insert.setObject(1, tenant);
        insert.setString(2, key.prefix());
        insert.setBytes(3, key.hash());
        insert.executeUpdate();
      }
    }
  }
}
