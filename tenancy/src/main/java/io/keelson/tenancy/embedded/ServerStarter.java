package io.keelson.tenancy.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Brings one server up: adopts a healthy one of this data folder, otherwise starts it. */
final class ServerStarter {

  private static final Duration ADOPT_PATIENCE = Duration.ofSeconds(10);
  private static final Duration FINISH_PATIENCE = Duration.ofSeconds(30);

  /** A file lock guards processes from each other; threads of one process need their own. */
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final DataFolder folder;
  private final Consumer<String> progress;
  private volatile boolean closed;

  ServerStarter(DataFolder folder, Consumer<String> progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /** How a server came to be up. */
  enum Outcome {
    STARTED,
    ADOPTED
  }

  /**
   * @throws PortTakenException when another program has the port
   * @throws EmbeddedServerException when it cannot be started, ending with its last log lines
   */
  Outcome bringUp(EmbeddedServer server) {
    return exclusively(server, () -> adopt(server) ? Outcome.ADOPTED : start(server));
  }

  /** Starts nothing from now on; a start that is under way fails soon and stops its server. */
  void close() {
    closed = true;
  }

  boolean closed() {
    return closed;
  }

  void stop(EmbeddedServer server) {
    exclusively(
        server,
        () -> {
          server.stop();
          return null;
        });
  }

  private boolean adopt(EmbeddedServer server) {
    if (server.process().current().isEmpty()) {
      return false;
    }
    if (!awaitAnswer(server, ADOPT_PATIENCE)) {
      progress.accept(server.title() + " runs but does not answer: it is started anew");
      server.stop();
      return false;
    }
    finish(server);
    progress.accept("%s was running on port %d".formatted(server.title(), server.port()));
    return true;
  }

  private Outcome start(EmbeddedServer server) {
    long begin = System.nanoTime();
    Ports.requireFree(server.title(), server.port(), server.portProperty());
    server.prepare(progress);
    if (closed) {
      throw new EmbeddedServerException(server.title() + " is not started: the platform stops");
    }
    server.launch();
    if (!awaitAnswer(server, server.startPatience())) {
      boolean ended = server.process().current().isEmpty();
      server.stop();
      throw server
          .process()
          .died(
              ended
                  ? "ended while it started"
                  : "did not answer within %d s".formatted(server.startPatience().toSeconds()));
    }
    finish(server);
    progress.accept(
        "%s started on port %d in %.1f s"
            .formatted(server.title(), server.port(), (System.nanoTime() - begin) / 1e9));
    return Outcome.STARTED;
  }

  /** What follows a start may need another server, which may be on its way back just then. */
  private void finish(EmbeddedServer server) {
    long deadline = System.nanoTime() + FINISH_PATIENCE.toNanos();
    untilDone(
        server::afterStart,
        () -> !closed && System.nanoTime() < deadline && server.process().current().isPresent(),
        server.answerPoll());
  }

  /**
   * Does work again as long as it fails and it makes sense to go on.
   *
   * @param poll between two attempts
   * @throws EmbeddedServerException of the last attempt
   */
  static void untilDone(Runnable work, BooleanSupplier goesOn, Duration poll) {
    while (true) {
      try {
        work.run();
        return;
      } catch (EmbeddedServerException e) {
        if (!goesOn.getAsBoolean()) {
          throw e;
        }
        ChildProcess.pause(poll);
      }
    }
  }

  /** Polls until the server answers, ends or the patience is over. */
  private boolean awaitAnswer(EmbeddedServer server, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!closed && System.nanoTime() < deadline && server.process().current().isPresent()) {
      if (server.answers()) {
        return true;
      }
      ChildProcess.pause(server.answerPoll());
    }
    return false;
  }

  private <T> T exclusively(EmbeddedServer server, java.util.function.Supplier<T> work) {
    Path lockFile = folder.run().resolve(server.name() + ".lock");
    ReentrantLock threads = THREADS.computeIfAbsent(lockFile, path -> new ReentrantLock());
    threads.lock();
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      return lock.isValid() ? work.get() : null;
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot lock " + lockFile, e);
    } finally {
      threads.unlock();
    }
  }
}
