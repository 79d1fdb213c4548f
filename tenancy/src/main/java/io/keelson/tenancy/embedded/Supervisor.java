package io.keelson.tenancy.embedded;

import io.keelson.tenancy.loop.DueLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks after one server each second and starts it again when it died. */
final class Supervisor implements AutoCloseable {

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
  private static final Duration START_PATIENCE = Duration.ofMinutes(5);

  private final EmbeddedServer server;
  private final ServerStarter starter;
  private final RestartBudget budget;
  private final Consumer<String> progress;
  private final Consumer<String> onGiveUp;
  private final DueLoop loop;

  Supervisor(
      EmbeddedServer server,
      ServerStarter starter,
      RestartBudget budget,
      Consumer<String> progress,
      Consumer<String> onGiveUp) {
    this.server = server;
    this.starter = starter;
    this.budget = budget;
    this.progress = progress;
    this.onGiveUp = onGiveUp;
    this.loop =
        new DueLoop("keelson-watch-" + server.name(), LOOK, this::look)
            .lateAfter(START_PATIENCE)
            .endsWithin(CLOSE_PATIENCE);
    loop.start();
  }

  private boolean look() {
    if (!loop.isClosed() && server.process().current().isEmpty() && !restart()) {
      loop.end();
    }
    return false;
  }

  /** False when the watch is over: it was closed, or the server cannot be brought back. */
  private boolean restart() {
    progress.accept(server.title() + " died and is started again");
    String reason = "";
    for (Optional<Duration> delay = budget.take(); delay.isPresent(); delay = budget.take()) {
      if (loop.endsDuring(delay.get())) {
        return false;
      }
      if (starter.closed()) {
        return false;
      }
      try {
        starter.bringUp(server);
        return true;
      } catch (EmbeddedServerException e) {
        reason = e.getMessage();
        progress.accept("%s did not come back: %s".formatted(server.title(), reason));
      }
    }
    onGiveUp.accept(
        "%s died more than %d times in %d minutes. %s"
            .formatted(
                server.title(), budget.attempts(), RestartBudget.WINDOW.toMinutes(), reason));
    return false;
  }

  /** Ends the watch; the server is left as it is. */
  @Override
  public void close() {
    loop.close();
  }
}
