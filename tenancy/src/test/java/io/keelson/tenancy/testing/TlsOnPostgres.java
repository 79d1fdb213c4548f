package io.keelson.tenancy.testing;

import io.keelson.tenancy.embedded.DatabaseTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets the shared PostgreSQL speak TLS while it is open, with a certificate of the test's own for
 * 127.0.0.1. Whoever does not ask for TLS goes on without.
 */
public final class TlsOnPostgres implements AutoCloseable {
  private static final int SERVERS_ACCOUNT = 65_534;
  private static final Duration RELOAD_LIMIT = Duration.ofSeconds(30);
  private final TestDatabase database;
  private final Path folder;

  /**
   * @param database any of the server's
   */
  public TlsOnPostgres(TestDatabase database) {
    this.database = database;
    try {
      this.folder = Files.createTempDirectory("keelson-tls");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      make("server", "IP:127.0.0.1");
      make("stranger", "IP:127.0.0.1");
      give(folder.resolve("server.key"));
      give(folder.resolve("server.crt"));
      switchTo(true);
    } catch (IOException | SQLException e) {
      throw new IllegalStateException("PostgreSQL cannot be made to speak TLS", e);
    }
  }

  /** Signed by itself, so that it is its own authority. */
  private void make(String name, String subject) throws IOException {
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=" + subject,
                "-keyout",
                folder.resolve(name + ".key").toString(),
                "-out",
                folder.resolve(name + ".crt").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes());
    try {
      if (!openssl.waitFor(1, TimeUnit.MINUTES) || openssl.exitValue() != 0) {
        throw new IOException("openssl: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void give(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    if ((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0) {
      Files.setAttribute(file, "unix:uid", SERVERS_ACCOUNT, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private void switchTo(boolean on) throws SQLException {
    try (Connection connection = TestServers.shared().superuser(database);
        Statement statement = connection.createStatement()) {
      if (on) {
        statement.execute(
            "ALTER SYSTEM SET ssl_cert_file = '" + folder.resolve("server.crt") + "'");
        statement.execute("ALTER SYSTEM SET ssl_key_file = '" + folder.resolve("server.key") + "'");
        statement.execute("ALTER SYSTEM SET ssl = on");
      } else {
        statement.execute("ALTER SYSTEM RESET ssl");
        statement.execute("ALTER SYSTEM RESET ssl_cert_file");
        statement.execute("ALTER SYSTEM RESET ssl_key_file");
      }
      statement.execute("SELECT pg_reload_conf()");
    }
    long deadline = System.nanoTime() + RELOAD_LIMIT.toNanos();
    while (!shown().equals(on ? "on" : "off")) {
      if (System.nanoTime() > deadline) {
        throw new SQLException("ssl is " + shown() + " after " + RELOAD_LIMIT);
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private String shown() throws SQLException {
    try (Connection connection = TestServers.shared().superuser(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW ssl")) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** What a client says that trusts the server's certificate. */
  public DatabaseTls verified() {
    return new DatabaseTls(DatabaseTls.Mode.VERIFY_FULL, Optional.of(folder.resolve("server.crt")));
  }

  /** What a client says that trusts another one's. */
  public DatabaseTls verifiedByAStranger() {
    return new DatabaseTls(
        DatabaseTls.Mode.VERIFY_FULL, Optional.of(folder.resolve("stranger.crt")));
  }

  @Override
  public void close() {
    try {
      switchTo(false);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
