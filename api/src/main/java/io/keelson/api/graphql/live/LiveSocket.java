package io.keelson.api.graphql.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.keelson.api.graphql.ResultJson;
import io.keelson.api.graphql.live.ClientMessage.Complete;
import io.keelson.api.graphql.live.ClientMessage.ConnectionInit;
import io.keelson.api.graphql.live.ClientMessage.Malformed;
import io.keelson.api.graphql.live.ClientMessage.Ping;
import io.keelson.api.graphql.live.ClientMessage.Pong;
import io.keelson.api.graphql.live.ClientMessage.Subscribe;
import io.keelson.api.identity.SignedIn;
import io.keelson.api.identity.Standing;
import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.RateLimited;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One socket, from the first message that says who opened it to its end. All of it happens on the
 * socket's event loop, except where a method says that it may be called from anywhere.
 */
final class LiveSocket {
  private static final Logger LOG = Logger.getLogger(LiveSocket.class);

  /** A sign of life is asked for so many times before a silent socket is closed. */
  private static final int SIGNS_ASKED_FOR = 10;

  /** Of whoever has not said who they are. */
  private static final int MAX_FIRST_MESSAGE_BYTES = 16 * 1024;

  /** Pings are answered below us, whether or not the answers are taken. */
  private static final int MAX_UNTAKEN_PONGS = 100;

  /** A close frame that has not been taken by then is not waited for. */
  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(1);

  /** Where the socket stands; what it may do and what holds a permit depends on it alone. */
  private sealed interface State {
    record AwaitingInit() implements State {}

    record SigningIn() implements State {}

    record Acknowledged(SignedIn who) implements State {}

    record Closed() implements State {}
  }

  private final ServerWebSocket socket;
  private final Context context;
  private final Optional<SignedIn> opened;
  private final String requestId;
  private final String address;
  private final Runnable cut;
  private final LiveSockets sockets;
  private final LiveConfig config;
  private final LiveServices services;
  private final InstantSource clock;
  private final Instant openedAt;
  private final SocketWriter writer;
  private final Unread unread;
  private final Map<String, LiveOperation> running = new HashMap<>();
  private Buffer partial = Buffer.buffer();
  private long messages;
  private int untakenPongs;
  private volatile State state = new State.AwaitingInit();
  private volatile Instant heardAt;
  private volatile Instant askedAt;

  /**
   * @param cut ends the connection at once
   */
  LiveSocket(
      ServerWebSocket socket,
      Context context,
      Optional<SignedIn> opened,
      String requestId,
      String address,
      Runnable cut,
      LiveServices services) {
    this.socket = socket;
    this.context = context;
    this.opened = opened;
    this.requestId = requestId;
    this.address = address;
    this.cut = cut;
    this.sockets = services.sockets();
    this.config = services.config();
    this.services = services;
    this.clock = services.clock();
    this.openedAt = clock.instant();
    this.heardAt = openedAt;
    this.askedAt = openedAt;
    this.writer = new SocketWriter(socket, config.maxUnreadBytes());
    this.unread = new Unread(config.maxUnreadEvents(), config.maxUnreadBytes());
  }

  void begin() {
    socket.closeHandler(closed -> end());
    socket.exceptionHandler(e -> LOG.debugf("socket of request %s: %s", requestId, e.getMessage()));
    socket.pongHandler(pong -> heardAt = clock.instant());
    socket.frameHandler(this::frame);
  }

  Context context() {
    return context;
  }

  Unread unread() {
    return unread;
  }

  SocketWriter writer() {
    return writer;
  }

  String address() {
    return address;
  }

  private void frame(WebSocketFrame frame) {
    heardAt = clock.instant();
    if (frame.isPing()) {
      answered();
      return;
    }
    if (state instanceof State.Closed
        || frame.isClose()
        || frame.type() == WebSocketFrameType.PONG) {
      return;
    }
    if (frame.isBinary()) {
      close(CloseCode.MALFORMED, "expected text");
      return;
    }
    int maxBytes = maxMessageBytes();
    if (partial.length() + frame.binaryData().length() > maxBytes) {
      close(CloseCode.TOO_BIG, "message: expected at most " + maxBytes + " bytes");
      return;
    }
    partial.appendBuffer(frame.binaryData());
    if (frame.isFinal()) {
      String text = partial.toString(UTF_8);
      partial = Buffer.buffer();
      receive(text);
    }
  }

  private int maxMessageBytes() {
    return state instanceof State.Acknowledged
        ? config.maxMessageBytes()
        : Math.min(MAX_FIRST_MESSAGE_BYTES, config.maxMessageBytes());
  }

  /** A ping was answered: whoever only asks for answers is cut off. */
  private void answered() {
    boolean isTaken = !socket.isClosed() && !writer.isFull();
    untakenPongs = isTaken ? 0 : untakenPongs + 1;
    if (untakenPongs > MAX_UNTAKEN_PONGS) {
      end();
      cut.run();
    }
  }

  private void receive(String text) {
    ClientMessage message;
    try {
      message = ClientMessages.parse(text);
    } catch (Malformed e) {
      close(CloseCode.MALFORMED, e.getMessage());
      return;
    }
    switch (message) {
      case ConnectionInit init -> signIn(init.payload());
      case Ping ping -> say(ServerMessages.PONG);
      case Pong pong -> {
        // A sign of life, which every message is.
      }
      case Subscribe subscribe -> run(subscribe);
      case Complete complete -> stop(complete.id());
    }
    readOnWhenWritable();
  }

  /** Whoever does not take answers asks for no more of them. */
  private void readOnWhenWritable() {
    if (writer.isFull()) {
      socket.pause();
      writer.whenWritable(socket::resume);
    }
  }

  private void signIn(JsonObject payload) {
    if (!(state instanceof State.AwaitingInit)) {
      close(CloseCode.TOO_MANY_INITS, "Too many initialisation requests");
      return;
    }
    state = new State.SigningIn();
    String authorization = text(payload, "Authorization");
    String tenantSlug = text(payload, "X-Keelson-Tenant");
    if (opened.isPresent() && authorization == null && tenantSlug == null) {
      acknowledge(opened);
      return;
    }
    Thread.startVirtualThread(
        () -> {
          try {
            Optional<SignedIn> who =
                services.signIn().ofFirstMessage(opened, authorization, tenantSlug, address);
            context.runOnContext(back -> acknowledge(who));
          } catch (RateLimited e) {
            // Not 4429, which is about too many initialisations and ends a client's attempts.
            close(CloseCode.TRY_AGAIN_LATER, "RATE_LIMITED: " + e.getMessage());
          } catch (RuntimeException e) {
            LOG.debugf("nobody can be recognised: %s", e.getMessage());
            close(CloseCode.TRY_AGAIN_LATER, "nobody can be recognised now");
          }
        });
  }

  private void acknowledge(Optional<SignedIn> recognised) {
    if (!(state instanceof State.SigningIn)) {
      return;
    }
    if (recognised.isEmpty()) {
      close(
          CloseCode.UNAUTHORIZED,
          "Unauthorized: sign in, or send an API key as Authorization of connection_init");
      return;
    }
    SignedIn who = recognised.get();
    if (!sockets.admit(who.credential())) {
      close(
          CloseCode.TRY_AGAIN_LATER,
          "expected at most " + config.maxSocketsPerCredential() + " sockets with one credential");
      return;
    }
    state = new State.Acknowledged(who);
    sockets.release(address);
    say(ServerMessages.ACK);
  }

  private void run(Subscribe message) {
    if (!(state instanceof State.Acknowledged(SignedIn who))) {
      close(CloseCode.UNAUTHORIZED, "Unauthorized: expected connection_init first");
      return;
    }
    if (running.containsKey(message.id())) {
      close(CloseCode.DUPLICATE_OPERATION, "Subscriber for " + message.id() + " already exists");
      return;
    }
    String operationId = requestId + "." + ++messages;
    if (running.size() >= config.maxOperationsPerSocket()) {
      refuse(
          message.id(),
          ResultJson.error(
              ErrorCode.RATE_LIMITED,
              "expected at most " + config.maxOperationsPerSocket() + " operations on one socket",
              operationId));
      return;
    }
    Object payer = who.payer();
    if (!sockets.admitOperation(payer)) {
      refuse(
          message.id(),
          ResultJson.error(
              ErrorCode.RATE_LIMITED,
              "too many operations run now: complete some, or try again later",
              operationId));
      return;
    }
    LiveOperation operation;
    try {
      operation = new LiveOperation(this, message, who, operationId, services);
    } catch (RuntimeException | Error e) {
      sockets.dismissOperation(payer);
      throw e;
    }
    running.put(message.id(), operation);
    operation.start();
  }

  private void stop(String id) {
    LiveOperation operation = running.remove(id);
    if (operation != null) {
      operation.cancel();
    }
  }

  /** The operation has come to its end, which is once; its id may be used again. */
  void ended(LiveOperation operation) {
    running.remove(operation.id(), operation);
    sockets.dismissOperation(operation.payer());
  }

  void refuse(String id, Map<String, Object> error) {
    try {
      say(ServerMessages.error(id, List.of(error)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  void say(String message) {
    if (!(state instanceof State.Closed)) {
      writer.write(message);
    }
  }

  /** From anywhere: what is due by the clock. */
  void lookAt(Instant now) {
    switch (state) {
      case State.AwaitingInit waiting -> {
        if (openedAt.plus(config.initTimeout()).isBefore(now)) {
          close(CloseCode.INIT_TIMEOUT, "Connection initialisation timeout");
        }
      }
      case State.Acknowledged(SignedIn who) -> {
        if (who.expiresAt() != null && !now.isBefore(who.expiresAt())) {
          credentialEnded();
        }
      }
      case State.SigningIn busy -> {
        // Bounded by the look-up's own patience.
      }
      case State.Closed closed -> {
        return;
      }
    }
    Duration silence = config.silenceLimit();
    if (heardAt.plus(silence).isBefore(now)) {
      close(CloseCode.GOING_AWAY, "no sign of life for " + silence.toSeconds() + " s");
    } else if (latest(heardAt, askedAt).plus(silence.dividedBy(SIGNS_ASKED_FOR)).isBefore(now)) {
      askedAt = now;
      context.runOnContext(back -> askForSignOfLife());
    }
  }

  private void askForSignOfLife() {
    if (!(state instanceof State.Closed) && !writer.isFull()) {
      socket.writePing(Buffer.buffer());
    }
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** From anywhere. */
  void closeIfCredentialEnded() {
    if (state instanceof State.Acknowledged(SignedIn who)
        && services.watch().last(who.credential()) instanceof Standing.Ended) {
      credentialEnded();
    }
  }

  /** From anywhere. */
  void credentialEnded() {
    close(CloseCode.FORBIDDEN, "Forbidden: the credential does not count any more");
  }

  /** From anywhere. */
  void close(CloseCode code, String reason) {
    context.runOnContext(
        back -> {
          if (!(state instanceof State.Closed)) {
            end();
            socket.close(code.code(), reason);
            context.owner().setTimer(CLOSES_WITHIN.toMillis(), late -> cut.run());
          }
        });
  }

  private void end() {
    State before = state;
    if (before instanceof State.Closed) {
      return;
    }
    state = new State.Closed();
    if (before instanceof State.Acknowledged(SignedIn who)) {
      sockets.dismiss(who.credential());
    } else {
      sockets.release(address);
    }
    sockets.remove(this);
    List<LiveOperation> all = List.copyOf(running.values());
    running.clear();
    all.forEach(LiveOperation::cancel);
  }

  /** Names of the payload are compared as those of headers are. */
  private static String text(JsonObject payload, String name) {
    for (String given : payload.keySet()) {
      if (given.equalsIgnoreCase(name) && payload.get(given) instanceof JsonString text) {
        return text.getString();
      }
    }
    return null;
  }
}
