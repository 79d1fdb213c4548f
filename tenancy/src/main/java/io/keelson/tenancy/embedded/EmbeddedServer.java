package io.keelson.tenancy.embedded;

import java.time.Duration;
import java.util.function.Consumer;

/** What {@link ServerStarter} must know of a server to start, adopt and stop it. */
sealed interface EmbeddedServer permits PostgresServer, RedisServer, KeycloakServer {

  /** Lower case; names its log, pid file and folder. */
  String name();

  /** For people. */
  String title();

  int port();

  /** The property that moves the port. */
  String portProperty();

  ChildProcess process();

  /** Unpacks and initialises what is missing; doing it again changes nothing. */
  void prepare(Consumer<String> progress);

  /** Starts the process and returns without waiting until it answers. */
  void launch();

  /** True when the server on the port answers and accepts this installation's secret. */
  boolean answers();

  /** How often to ask while it starts. */
  default Duration answerPoll() {
    return ChildProcess.POLL;
  }

  /** How long a start may take until it answers. */
  Duration startPatience();

  /** Work that needs the server to answer, such as making roles; doing it again changes nothing. */
  default void afterStart() {}

  void stop();
}
