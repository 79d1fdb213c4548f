package io.keelson.tenancy.embedded;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks after one server each second and starts it again when it died. */
final class Supervisor implements AutoCloseable {

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final EmbeddedServer server;
  private final ServerStarter starter;
  private final RestartBudget budget;
  private final Consumer<String> progress;
  private final Consumer<String> onGiveUp;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

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
    this.thread = Thread.ofVirtual().name("keelson-watch-" + server.name()).start(this::watch);
  }

  private void watch() {
    try {
      while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        if (server.process().current().isEmpty() && !restart()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False when the watch is over: it was closed, or the server cannot be brought back. */
  private boolean restart() throws InterruptedException {
    progress.accept(server.title() + " died and is started again");
    String reason = "";
    for (Optional<Duration> delay = budget.take(); delay.isPresent(); delay = budget.take()) {
      if (closed.await(delay.get().toMillis(), TimeUnit.MILLISECONDS)) {
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
    closed.countDown();
    try {
      thread.join(CLOSE_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
