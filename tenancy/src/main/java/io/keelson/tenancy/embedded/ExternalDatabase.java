package io.keelson.tenancy.embedded;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A login of a PostgreSQL that somebody else runs, as a libpq URL names it. The owner's makes the
 * two other roles when it may and they are missing.
 */
record ExternalDatabase(
    String host, int port, String name, String user, String password, DatabaseTls tls) {

  private static final int STANDARD_PORT = 5432;
  private static final int SIGN_IN_LIMIT_S = 5;

  /**
   * @throws IllegalArgumentException saying what is missing, without repeating the password
   */
  static ExternalDatabase parse(String property, URI url) {
    boolean scheme = "postgresql".equals(url.getScheme()) || "postgres".equals(url.getScheme());
    String userInfo = url.getRawUserInfo();
    String path = url.getRawPath();
    if (!scheme
        || url.getHost() == null
        || userInfo == null
        || !userInfo.contains(":")
        || path == null
        || path.length() < 2) {
      throw new IllegalArgumentException(
          "%s: %s (expected: postgresql://user:password@host:port/database)"
              .formatted(property, url.getHost() == null ? "no host" : url.getHost()));
    }
    int colon = userInfo.indexOf(':');
    return new ExternalDatabase(
        url.getHost(),
        url.getPort() < 0 ? STANDARD_PORT : url.getPort(),
        decode(path.substring(1)),
        decode(userInfo.substring(0, colon)),
        decode(userInfo.substring(colon + 1)),
        DatabaseTls.parse(property, url.getRawQuery()));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /**
   * Forced row-level security binds an owner, whose migrations would then see no rows.
   *
   * @throws EmbeddedServerException with the statement for the operator
   */
  void requireOwner() {
    try (Connection owner = connect(user, password);
        Statement statement = owner.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = current_user")) {
      if (!rows.next() || !rows.getBoolean(1)) {
        throw new EmbeddedServerException(
            "the owner of keelson.database.owner-url must pass row-level security to migrate. Run as a superuser: ALTER ROLE \"%s\" BYPASSRLS"
                .formatted(user));
      }
    } catch (SQLException e) {
      throw new EmbeddedServerException(
          "cannot sign in to keelson.database.owner-url (" + this + ")", e);
    }
  }

  /**
   * Makes the role with this password when it is missing, and checks that it can sign in.
   *
   * @throws EmbeddedServerException with the statement for the operator, when the owner may not
   */
  void requireRole(ExternalDatabase login, String property) {
    String role = login.user();
    String create = "CREATE ROLE %s LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '…'".formatted(role);
    try (Connection owner = connect(user, password)) {
      if (!exists(owner, role)) {
        try (Statement statement = owner.createStatement()) {
          statement.execute(create.replace("…", login.password().replace("'", "''")));
        }
      }
    } catch (SQLException e) {
      throw new EmbeddedServerException(
          "the owner of keelson.database.owner-url cannot make the role %s. Run as a superuser: %s; with the password of %s"
              .formatted(role, create, property),
          e);
    }
    login.requireSignIn(property);
  }

  /**
   * @throws EmbeddedServerException naming the property whose login is refused
   */
  void requireSignIn(String property) {
    try (Connection connection = connect(user, password)) {
      connection.isValid(SIGN_IN_LIMIT_S);
    } catch (SQLException e) {
      throw new EmbeddedServerException(
          "role %s cannot sign in to %s, as %s says: %s"
              .formatted(user, this, property, e.getMessage()),
          e);
    }
  }

  /**
   * Policies are made for these roles: another one would see nothing, or everything.
   *
   * @throws IllegalArgumentException naming the property
   */
  ExternalDatabase as(String role, String property) {
    if (!user.equals(role)) {
      throw new IllegalArgumentException(
          "%s: user %s (expected: %s)".formatted(property, user, role));
    }
    return this;
  }

  private static boolean exists(Connection connection, String role) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT 1 FROM pg_roles WHERE rolname = ?")) {
      statement.setString(1, role);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  private Connection connect(String asUser, String withPassword) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s%s".formatted(host, port, name, tls.query()),
        asUser,
        withPassword);
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "%s:%d/%s".formatted(host, port, name);
  }
}
