package io.keelson.tenancy.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Redis 6.2 from the class path. It keeps nothing on the disk: Keelson uses it for speed, and reads
 * what is true from PostgreSQL.
 */
final class RedisServer implements EmbeddedServer {

  private static final String PROGRAM = "/redis-server-6.2.6-v5-linux-amd64";
  private static final String VERSION = "6.2.6";
  private static final int ANSWER_PATIENCE_MS = 2_000;
  private static final Duration START_PATIENCE = Duration.ofSeconds(20);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  private final DataFolder folder;
  private final ServerAccount account;
  private final int port;
  private final ChildProcess process;

  RedisServer(DataFolder folder, ServerAccount account, int port) {
    this.folder = folder;
    this.account = account;
    this.port = port;
    this.process = new ChildProcess(name(), folder);
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public String title() {
    return "Redis " + VERSION;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String portProperty() {
    return "keelson.redis.port";
  }

  @Override
  public ChildProcess process() {
    return process;
  }

  @Override
  public Duration startPatience() {
    return START_PATIENCE;
  }

  @Override
  public void prepare(Consumer<String> progress) {
    Archives.once(programs(), RedisServer::unpack);
    Path home = DataFolder.folder(folder.of(name()), "rwx------");
    String settings =
        """
        bind 127.0.0.1
        port %d
        requirepass %s
        maxmemory 128mb
        maxmemory-policy volatile-lru
        maxclients 512
        save ""
        appendonly no
        daemonize no
        dir %s
        """
            .formatted(port, password(), home);
    try {
      Secrets.writePrivately(configuration(), settings);
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot write " + configuration(), e);
    }
    account.own(home);
  }

  private static void unpack(Path target) throws IOException {
    try (InputStream program = RedisServer.class.getResourceAsStream(PROGRAM)) {
      if (program == null) {
        throw new IOException("the class path lacks " + PROGRAM + " (expected: embedded-redis)");
      }
      Path file = target.resolve("redis-server");
      Files.copy(program, file);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Override
  public void launch() {
    List<String> command = List.of(programs() + "/redis-server", configuration().toString());
    process.start(account.command(command), Map.of(), folder.of(name()));
  }

  /** {@code AUTH} and {@code PING}: a Redis of somebody else refuses the password. */
  @Override
  public boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_PATIENCE_MS);
      socket.setSoTimeout(ANSWER_PATIENCE_MS);
      socket
          .getOutputStream()
          .write(("AUTH " + password() + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader replies =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return "+OK".equals(replies.readLine()) && "+PONG".equals(replies.readLine());
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void stop() {
    process.stop("TERM", STOP_PATIENCE);
  }

  String url() {
    return "redis://:%s@127.0.0.1:%d".formatted(password(), port);
  }

  private String password() {
    return folder.secrets().get("redis-password");
  }

  private Path programs() {
    return folder.servers().resolve("redis-" + VERSION);
  }

  private Path configuration() {
    return folder.of(name()).resolve("redis.conf");
  }
}
