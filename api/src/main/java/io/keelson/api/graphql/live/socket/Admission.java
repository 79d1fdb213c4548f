package io.keelson.api.graphql.live.socket;

import io.keelson.api.identity.SignedIn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where one socket stands, and the permit that it holds there: of its address until it has said who
 * it is, with its upgrade or with its first message, of its owner from then on, none once it is
 * closed. Moves on the socket's event loop alone; where it stands can be read from anywhere.
 */
final class Admission {
  /** A look-up of a caller has its own patience; this is for one that never comes back. */
  private static final Duration SIGN_IN_PATIENCE = Duration.ofSeconds(30);

  sealed interface State {
    record AwaitingInit() implements State {}

    record SigningIn() implements State {}

    record Acknowledged(SignedIn who) implements State {}

    record Closed() implements State {}
  }

  private final LiveSockets sockets;
  private final Instant openedAt;
  private final Duration initTimeout;
  private volatile State state = new State.AwaitingInit();
  private PermitHolder holder;

  /**
   * @param holder whose permit was taken
   */
  Admission(LiveSockets sockets, PermitHolder holder, Instant openedAt, Duration initTimeout) {
    this.sockets = sockets;
    this.holder = holder;
    this.openedAt = openedAt;
    this.initTimeout = initTimeout;
  }

  State state() {
    return state;
  }

  boolean isClosed() {
    return state instanceof State.Closed;
  }

  /** Empty until somebody is acknowledged, and afterwards. */
  Optional<SignedIn> who() {
    return state instanceof State.Acknowledged(SignedIn who) ? Optional.of(who) : Optional.empty();
  }

  /** False when that has begun before. */
  boolean beginSignIn() {
    if (state instanceof State.AwaitingInit) {
      state = new State.SigningIn();
      return true;
    }
    return false;
  }

  boolean isSigningIn() {
    return state instanceof State.SigningIn;
  }

  /**
   * Takes a permit of its owner instead of the one that it holds, where that is another's.
   *
   * @return whether there was any; nothing has changed when there was none
   */
  boolean acknowledge(SignedIn who) {
    if (!isSigningIn()) {
      throw new IllegalStateException(state + " (expected: SigningIn)");
    }
    PermitHolder owner = PermitHolder.of(who);
    if (!owner.equals(holder)) {
      if (!sockets.take(owner)) {
        return false;
      }
      sockets.release(holder);
      holder = owner;
    }
    state = new State.Acknowledged(who);
    return true;
  }

  /** Gives back what it holds. False when it was closed before. */
  boolean close() {
    if (isClosed()) {
      return false;
    }
    state = new State.Closed();
    sockets.release(holder);
    return true;
  }

  /** Whether it has not said for too long who it is, or nobody could find out. From anywhere. */
  boolean isLate(Instant now) {
    return switch (state) {
      case State.AwaitingInit waiting -> openedAt.plus(initTimeout).isBefore(now);
      case State.SigningIn busy -> openedAt.plus(initTimeout).plus(SIGN_IN_PATIENCE).isBefore(now);
      case State.Acknowledged known -> false;
      case State.Closed closed -> false;
    };
  }
}
