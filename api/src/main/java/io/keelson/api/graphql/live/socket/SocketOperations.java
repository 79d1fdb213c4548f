package io.keelson.api.graphql.live.socket;

import io.keelson.api.graphql.ResultJson;
import io.keelson.api.identity.SignedIn;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.RateLimited;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The operations that run on one socket, each with a permit and memory of its payer. On the
 * socket's event loop alone.
 */
final class SocketOperations {
  private static final Logger LOG = Logger.getLogger(SocketOperations.class);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final LiveSockets sockets;
  private final int max;
  private final Map<String, LiveOperation> running = new HashMap<>();

  SocketOperations(LiveSockets sockets, int max) {
    this.sockets = sockets;
    this.max = max;
  }

  boolean isRunning(String id) {
    return running.containsKey(id);
  }

  /**
   * @param id of none that is running
   * @param heapBytes what its message fills, which is held to its end
   * @param make makes it, for whoever has a permit and memory
   * @return the error to tell instead; empty when it has started
   */
  Optional<Map<String, Object>> start(
      String id,
      SignedIn who,
      String requestId,
      long heapBytes,
      Function<SharedBytes.Use, LiveOperation> make) {
    if (running.size() >= max) {
      return limited("expected at most " + max + " operations on one socket", requestId);
    }
    if (!sockets.admitOperation(who.payer())) {
      return limited("too many operations run now: complete some, or try again later", requestId);
    }
    SharedBytes.Use held = sockets.memory().use(who.payer());
    LiveOperation operation;
    try {
      held.add(heapBytes, "the message");
      operation = make.apply(held);
    } catch (Failure noRoom) {
      held.end();
      sockets.dismissOperation(who.payer());
      return Optional.of(ResultJson.error(noRoom, requestId));
    } catch (RuntimeException | Error e) {
      held.end();
      sockets.dismissOperation(who.payer());
      throw e;
    }
    running.put(id, operation);
    operation.start();
    return Optional.empty();
  }

  private static Optional<Map<String, Object>> limited(String message, String requestId) {
    return Optional.of(ResultJson.error(new RateLimited(message, SOON), requestId));
  }

  void cancel(String id) {
    LiveOperation operation = running.remove(id);
    if (operation != null) {
      operation.cancel();
    }
  }

  /** One that cannot be cancelled keeps no other from it. */
  void cancelAll() {
    List<LiveOperation> all = List.copyOf(running.values());
    running.clear();
    for (LiveOperation operation : all) {
      try {
        operation.cancel();
      } catch (RuntimeException e) {
        LOG.error("an operation of a socket that is closed could not be cancelled", e);
      }
    }
  }

  /** It has come to its end, which is once; its id may be used again. */
  void ended(LiveOperation operation) {
    running.remove(operation.id(), operation);
    sockets.dismissOperation(operation.payer());
  }
}
