package io.keelson.api.graphql.live.socket;

import io.keelson.api.identity.SignedIn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where one socket stands, and the permits that it holds there: one of its address until it has
 * said who it is, those of its owner from then on, none once it is closed. Moves on the socket's
 * event loop alone; where it stands can be read from anywhere.
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
  private final String address;
  private final Instant openedAt;
  private final Duration initTimeout;
  private volatile State state = new State.AwaitingInit();

  /**
   * @param address of which a permit is held
   */
  Admission(LiveSockets sockets, String address, Instant openedAt, Duration initTimeout) {
    this.sockets = sockets;
    this.address = address;
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
   * Takes the permits of its owner instead of that of its address.
   *
   * @return whether there were any; nothing has changed when there were none
   */
  boolean acknowledge(SignedIn who) {
    if (!isSigningIn()) {
      throw new IllegalStateException(state + " (expected: SigningIn)");
    }
    if (!sockets.admit(who.credential(), who.payer())) {
      return false;
    }
    state = new State.Acknowledged(who);
    sockets.release(address);
    return true;
  }

  /** Gives back whatever it holds. False when it was closed before. */
  boolean close() {
    State before = state;
    state = new State.Closed();
    switch (before) {
      case State.AwaitingInit waiting -> sockets.release(address);
      case State.SigningIn busy -> sockets.release(address);
      case State.Acknowledged(SignedIn who) -> sockets.dismiss(who.credential(), who.payer());
      case State.Closed closed -> {
        return false;
      }
    }
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
