package io.keelson.api.graphql.live.socket;

import io.keelson.api.graphql.live.message.CloseCode;
import io.keelson.api.identity.Credential;
import io.keelson.api.main.KeelsonConfig;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.share.CallerShare;
import io.keelson.tenancy.share.FairShare;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open sockets of this process. One loop looks their credentials up; another, which never waits
 * for that, closes those whose credential has ended, which have not said in time who they are, or
 * have fallen silent.
 */
@ApplicationScoped
class LiveSockets {
  /** Half of the age that a look at a credential may have. */
  private static final Duration SWEEP_INTERVAL = Duration.ofMillis(500);

  /** For what is short of frames whose payers have no room left: they share it, too. */
  private static final int FRAME_RESERVE_BYTES = 16 << 20;

  /**
   * Sockets that have not said yet who they are, with their upgrade or after it; more are refused
   * with 503. One address can hold half of them, and one IPv6 network of 64 bits.
   */
  private static final int MAX_UNAUTHENTICATED_SOCKETS = 256;

  /** Open sockets with the same key, session or job. */
  static final int MAX_SOCKETS_PER_CREDENTIAL = 2_000;

  /** Operations that all sockets run at once. One tenant can hold half of them. */
  private static final int MAX_OPERATIONS = 40_000;

  private final CredentialWatch watch;
  private final int maxPerCredential;
  private final InstantSource clock;
  private final Set<LiveSocket> open = ConcurrentHashMap.newKeySet();
  private final CallerShare unauthenticated;
  private final FairShare<Object> acknowledged;
  private final FairShare<Object> operations;
  private final SharedBytes memory;
  private final SharedBytes frameReserve = new SharedBytes(FRAME_RESERVE_BYTES);
  private final Map<Credential, Integer> byCredential = new ConcurrentHashMap<>();
  private final DueLoop loop = new DueLoop("sockets", SWEEP_INTERVAL, this::sweep).withoutBackoff();
  private final DueLoop lookUps =
      new DueLoop("socket-credentials", SWEEP_INTERVAL, this::lookUp).withoutBackoff();

  /**
   * Of the sockets of this process.
   *
   * @param acknowledged that have said who they are; each is a connection, and one tenant can hold
   *     half of them
   */
  record Bounds(int unauthenticated, int acknowledged, int perCredential, int operations) {}

  @Inject
  LiveSockets(
      CredentialWatch watch, KeelsonConfig config, SharedBytes memory, InstantSource clock) {
    this(
        watch,
        new Bounds(
            MAX_UNAUTHENTICATED_SOCKETS,
            config.http().maxConnections(),
            MAX_SOCKETS_PER_CREDENTIAL,
            MAX_OPERATIONS),
        memory,
        clock);
  }

  LiveSockets(CredentialWatch watch, Bounds bounds, SharedBytes memory, InstantSource clock) {
    this.watch = watch;
    this.maxPerCredential = bounds.perCredential();
    this.clock = clock;
    this.unauthenticated = new CallerShare(bounds.unauthenticated());
    this.acknowledged = new FairShare<>(bounds.acknowledged());
    this.operations = new FairShare<>(bounds.operations());
    this.memory = memory;
  }

  void start(@Observes StartupEvent event) {
    loop.start();
    lookUps.start();
  }

  /**
   * Before requests under way are waited for: clients come back, to another process or to the next
   * one.
   */
  void goAway(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownDelayInitiatedEvent event) {
    open.forEach(socket -> socket.close(CloseCode.GOING_AWAY, "the platform ends"));
  }

  void stop(@Observes ShutdownEvent event) {
    lookUps.end();
    loop.close();
  }

  /** A permit for a socket of theirs; false when there are too many, at all or of theirs. */
  boolean take(PermitHolder holder) {
    return switch (holder) {
      case PermitHolder.Stranger(String address) -> reserve(address);
      case PermitHolder.Owner(Credential credential, Object payer) -> admit(credential, payer);
    };
  }

  /** Gives that permit back: the socket has another, or is gone. */
  void release(PermitHolder holder) {
    switch (holder) {
      case PermitHolder.Stranger(String address) -> release(address);
      case PermitHolder.Owner(Credential credential, Object payer) -> dismiss(credential, payer);
    }
  }

  /**
   * A permit for a socket that has not said yet who it is; false when there are too many, at all or
   * from this address, of IPv6 from its network or its site.
   */
  boolean reserve(String address) {
    return unauthenticated.tryTake(address);
  }

  /** Gives the permit back: the socket has said who it is, or it is gone. */
  void release(String address) {
    unauthenticated.release(address);
  }

  /**
   * A permit for an operation of this payer; false when there are too many, at all or of theirs.
   */
  boolean admitOperation(Object payer) {
    return operations.tryTake(payer) == FairShare.Answer.TAKEN;
  }

  /** Gives that permit back. */
  void dismissOperation(Object payer) {
    operations.release(payer);
  }

  void add(LiveSocket socket) {
    open.add(socket);
  }

  /** Of all callers together. */
  SharedBytes memory() {
    return memory;
  }

  /** Beside that, for short frames alone. */
  SharedBytes frameReserve() {
    return frameReserve;
  }

  /**
   * A permit for a socket of this credential; false when there are too many of it, of this payer,
   * or at all.
   */
  boolean admit(Credential credential, Object payer) {
    if (acknowledged.tryTake(payer) != FairShare.Answer.TAKEN) {
      return false;
    }
    if (!admit(credential)) {
      acknowledged.release(payer);
      return false;
    }
    return true;
  }

  private boolean admit(Credential credential) {
    boolean[] admitted = new boolean[1];
    byCredential.compute(
        credential,
        (key, count) -> {
          int before = count == null ? 0 : count;
          admitted[0] = before < maxPerCredential;
          return admitted[0] ? Integer.valueOf(before + 1) : count;
        });
    return admitted[0];
  }

  /** Gives that permit back. */
  void dismiss(Credential credential, Object payer) {
    byCredential.computeIfPresent(
        credential, (key, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    acknowledged.release(payer);
  }

  void remove(LiveSocket socket) {
    open.remove(socket);
  }

  /** What is held now, of each kind. */
  record Held(
      int open,
      int unauthenticated,
      int acknowledged,
      int credentials,
      int operations,
      long memoryBytes) {}

  Held held() {
    return new Held(
        open.size(),
        unauthenticated.taken(),
        acknowledged.taken(),
        byCredential.size(),
        operations.taken(),
        memory.usedBytes() + frameReserve.usedBytes());
  }

  /** Closes whatever is due to be closed at that time. */
  void lookAt(Instant now) {
    open.forEach(socket -> socket.lookAt(now));
  }

  private boolean sweep() {
    lookAt(clock.instant());
    closeEnded();
    return false;
  }

  private boolean lookUp() {
    try {
      watch.sweep(new HashSet<>(byCredential.keySet()));
    } finally {
      closeEnded(); // of those that were found before it failed
    }
    return false;
  }

  private void closeEnded() {
    open.forEach(LiveSocket::closeIfCredentialEnded);
  }
}
